// The HTTP API of the server that served this page.

const TOKEN = document.querySelector('meta[name="snippetgen-send-token"]')?.content ?? "";

export const canSend = TOKEN !== "";

/** An answer of the server that says what is wrong: problem+json (RFC 9457). */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `the server answered ${status}`);
    this.status = status;
    this.title = problem.title ?? "";
    this.help = problem.help ?? "";
    this.diagnostics = Array.isArray(problem.errors) ? problem.errors : [];
  }
}

/** No answer: the server is gone, or something on the way. */
class Unreachable extends Error {}

async function ask(path, options = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, options);
    text = await response.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("The server does not answer.", { cause: error });
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreachable(`The server answered ${response.status} with something unexpected.`);
  }
  if (!response.ok) throw new Problem(response.status, value);
  return value;
}

const post = (path, value, signal, headers = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(value),
    signal,
  });

export const clients = () => ask("/api/clients");
export const examples = () => ask("/api/examples");
export const snippets = (question, signal) => post("/api/snippets", question, signal);
export const send = (question, signal) =>
  post("/api/send", question, signal, { "X-Snippetgen-Token": TOKEN });
