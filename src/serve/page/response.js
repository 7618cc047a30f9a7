// Sending, and the response. Whatever a server answers is shown as text.

import * as api from "./api.js";
import { confirm, copy, find, make, plural, prose, save } from "./dom.js";
import { highlight } from "./highlight.js";
import { layOut } from "./json.js";

/** Of longer bodies the beginning is shown; all of it can be saved. */
const LIMIT = 500_000;

function size(bytes) {
  if (bytes < 1000) return plural(bytes, "byte");
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

function time(milliseconds) {
  if (milliseconds < 1) return "< 1 ms";
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function contentType(fields) {
  return fields.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
}

/** The body as text in the charset that it is said to have; null where it is none. */
function textOf({ body, body_base64, fields }) {
  if (!body_base64) return body ?? "";
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(contentType(fields))?.[1];
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytesOf(body_base64));
  } catch {
    return null;
  }
}

function grammar(fields) {
  const type = contentType(fields);
  if (/[/+]json\b/i.test(type)) return "json";
  if (/[/+](xml|html)\b/i.test(type)) return "xml";
  return null;
}

const isUnfilled = ({ id }) => id === "unfilled-placeholder";

/** The server's help names what a program gives it; here there is a field. */
const HELP = {
  "unfilled-placeholder": "fill it in below, where it is not stored",
  "placeholder-token": "write the token, or `{token}` and fill it in below, where it is not stored",
};
const filledInHere = (problem) => ({ ...problem, help: HELP[problem.id] ?? problem.help });

/** What was sent may have done its work, although no answer came. */
const mayBeSent = (error) => !(error instanceof api.Problem) || [502, 504].includes(error.status);

export class Sender {
  /** `question()` gives what to send; `problems(list)` hears what keeps it from being sent. */
  constructor({ question, problems }) {
    this.question = question;
    this.problems = problems;
    this.section = find("response");
    this.card = find("response-card");
    this.summary = find("response-summary");
    this.button = find("send");
    this.cancelButton = find("cancel");
    find("sending").hidden = !api.canSend;
    find("sending-off").hidden = api.canSend;
    if (/Mac|iPhone|iPad/.test(navigator.platform)) find("send-keys").textContent = "⌘ ↵";
    find("variables").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.cancelButton.addEventListener("click", () => this.cancel());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        this.send();
      } else if (event.key === "Escape" && this.controller) {
        this.cancel();
      }
    });
  }

  cancel() {
    this.controller?.abort();
  }

  /** Forgets the response of another request. */
  clear() {
    this.cancel();
    this.section.hidden = true;
    this.card.replaceChildren();
    this.summary.textContent = "";
  }

  async send() {
    if (!api.canSend || this.controller) return;
    const controller = new AbortController();
    this.controller = controller;
    this.busy(true);
    this.problems([]);
    try {
      this.show(await api.send(this.question(), controller.signal));
    } catch (error) {
      this.fail(error);
    } finally {
      this.controller = null;
      this.busy(false);
    }
  }

  busy(busy) {
    // A disabled button would lose the focus.
    this.button.setAttribute("aria-disabled", String(busy));
    this.section.setAttribute("aria-busy", String(busy));
    if (!busy && document.activeElement === this.cancelButton) this.button.focus();
    this.cancelButton.hidden = !busy;
    if (busy) {
      this.section.hidden = false;
      this.summary.replaceChildren("Sending …");
      this.card.replaceChildren(make("p", { className: "waiting" }, "Waiting for the response"));
      this.reveal();
    }
  }

  reveal() {
    this.section.scrollIntoView({ block: "nearest" });
  }

  fail(error) {
    if (error.name === "AbortError") {
      this.section.hidden = true;
      this.card.replaceChildren();
      this.summary.textContent = "";
      return;
    }
    const [placed, others] = [[], []];
    for (const one of error.diagnostics ?? []) (one.line ? placed : others).push(one);
    if (placed.length > 0) this.problems(placed.map(filledInHere));
    if (placed.some(isUnfilled))
      find("variables").querySelector("input:placeholder-shown")?.focus();
    this.summary.textContent = mayBeSent(error) ? "Failed" : "Not sent";
    this.card.replaceChildren(
      make(
        "div",
        { className: "failure" },
        make("p", { className: "message" }, ...prose(error.message)),
        error.help ? make("p", { className: "help" }, ...prose(error.help)) : null,
        ...others.map(({ message, help }) =>
          make("p", {}, ...prose([message, help].filter(Boolean).join(": "))),
        ),
        placed.length > 0
          ? make(
              "p",
              { className: "help" },
              `See the ${plural(placed.length, "problem")} at the request.`,
            )
          : null,
      ),
    );
    this.reveal();
  }

  show(response) {
    const { status, reason, version, fields, elapsed_ms, challenge } = response;
    const kind = `status-${Math.floor(status / 100)}`;
    this.summary.replaceChildren(
      make(
        "span",
        { className: `status ${kind}`, title: version },
        [status, reason].filter(Boolean).join(" "),
      ),
      make("span", { className: "measure" }, time(elapsed_ms)),
      make("span", { className: "measure" }, size(response.size)),
    );
    this.card.replaceChildren(
      ...[
        challenge ? this.challenge(challenge) : null,
        this.body(response),
        fields.length > 0 ? this.fields(fields) : null,
      ].filter(Boolean),
    );
    this.reveal();
  }

  challenge({ scheme, error, description, uri, realm, scope, explanation }) {
    const known = { Error: error, Description: description, Realm: realm, Scope: scope };
    // Text, and no link: a server may name any address.
    const rows = Object.entries({ ...known, More: uri }).filter(([, value]) => value);
    return make(
      "div",
      { className: "challenge" },
      make(
        "p",
        { className: "message" },
        ...prose(explanation || `The server asks for ${scheme} credentials.`),
      ),
      rows.length > 0
        ? make(
            "dl",
            {},
            ...rows.flatMap(([name, value]) => [
              make("dt", {}, name),
              make("dd", {}, make("code", {}, value)),
            ]),
          )
        : null,
    );
  }

  fields(fields) {
    const rows = fields.map(({ name, value }) =>
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value)),
    );
    return make(
      "details",
      { className: "fields" },
      make("summary", {}, `Fields (${fields.length})`),
      make(
        "table",
        {},
        make("caption", { className: "hidden" }, "Fields of the response"),
        make(
          "thead",
          { className: "hidden" },
          make(
            "tr",
            {},
            make("th", { scope: "col" }, "Name"),
            make("th", { scope: "col" }, "Value"),
          ),
        ),
        make("tbody", {}, ...rows),
      ),
    );
  }

  body(response) {
    const body = textOf(response);
    const bytes = response.body_base64 ? bytesOf(response.body_base64) : body;
    if (body === null) return this.binary(bytes);
    if (body === "") return make("p", { className: "empty" }, "The response has no body.");

    const code = make("code");
    const pre = make(
      "pre",
      { tabIndex: 0, role: "region", "aria-label": "Body of the response" },
      code,
    );
    const shown = body.slice(0, LIMIT);
    const cut = make(
      "p",
      { className: "empty", hidden: shown.length === body.length },
      `The first ${size(LIMIT)} of ${size(body.length)}. Save the body to read all of it.`,
    );
    const pretty = shown.length === body.length ? layOut(body) : null;
    const language = pretty === null ? grammar(response.fields) : "json";
    const view = (raw) => {
      const text = raw ? shown : (pretty ?? shown);
      code.replaceChildren(raw ? text : highlight(text, language));
    };
    view(false);

    const toggle =
      pretty === null
        ? null
        : make(
            "fieldset",
            { className: "segments", onchange: (event) => view(event.target.value === "raw") },
            make("legend", { className: "hidden" }, "Body as"),
            ...["pretty", "raw"].map((value) =>
              make(
                "label",
                {},
                make("input", {
                  type: "radio",
                  name: "body-as",
                  value,
                  checked: value === "pretty",
                }),
                make("span", {}, value === "pretty" ? "Pretty" : "Raw"),
              ),
            ),
          );
    const copyButton = make("button", { type: "button" }, "Copy");
    copyButton.addEventListener("click", () =>
      copy(body).then(() => confirm(copyButton, "Copied")),
    );
    const saveButton = make(
      "button",
      { type: "button", onclick: () => save("response.txt", bytes) },
      "Save",
    );
    return make(
      "div",
      { className: "body" },
      make(
        "div",
        { className: "clients-bar" },
        toggle ?? make("p", { className: "faint" }, "Body"),
        make("div", { className: "copying" }, copyButton, saveButton),
      ),
      pre,
      cut,
    );
  }

  binary(bytes) {
    return make(
      "div",
      { className: "body" },
      make(
        "div",
        { className: "clients-bar" },
        make("p", { className: "faint" }, `The body is not text: ${size(bytes.length)}`),
        make(
          "div",
          { className: "copying" },
          make("button", { type: "button", onclick: () => save("response.bin", bytes) }, "Save"),
        ),
      ),
    );
  }
}
