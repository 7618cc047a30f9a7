// The page: ties the editor, the code, the response and the address together.

import * as api from "./api.js";
import { announce, confirm, copy, find, make, prose } from "./dom.js";
import { Editor } from "./editor.js";
import { decode, encode } from "./link.js";
import { placeholders } from "./message.js";
import { Sender } from "./response.js";
import { Snippets } from "./snippets.js";
import { remember } from "./store.js";

/** How long typing rests before the server is asked, in milliseconds. */
const PAUSE = 120;
/** Of longer requests only the shown snippet is asked for. */
const LARGE = 50_000;

const DEFAULTS = { exact: false, auth: "literal", scheme: "", lineEnds: "lf" };

const editor = new Editor(() => changed(PAUSE));
const snippets = new Snippets({
  chosen: () => {
    editor.showNotes(snippets.places());
    writeAddress();
    if (!snippets.has(snippets.current.id)) refresh();
  },
  goTo: (...place) => editor.goTo(...place),
});
const sender = new Sender({
  question: () => ({
    message: wire(),
    scheme: find("scheme").value || null,
    exact: find("exact").checked,
    variables: values(),
  }),
  problems: (problems) => editor.showProblems(problems ?? known),
});

/** What fills the placeholders of a request: kept in memory, and nowhere else. */
const variables = new Map();
/** What the server said of the request when it wrote the code. */
let known = [];
/** The requests of this visit by their place in the history, with their secrets. */
const visited = new Map();

let examples = [];
let example = null;
let place = newPlace();
let sequence = 0;
let controller = null;
let timer = 0;
let started = false;

function newPlace() {
  newPlace.count = (newPlace.count ?? 0) + 1;
  return `${performance.timeOrigin}-${newPlace.count}`;
}

// ------------------------------------------------------------------------------------------ state

function auth() {
  const mode = find("auth").value;
  const detail = find("auth-detail").value;
  return mode === "literal" || detail === "" ? mode : `${mode}:${detail}`;
}

function state() {
  return {
    message: editor.value,
    lang: snippets.current?.id ?? null,
    exact: find("exact").checked,
    auth: auth(),
    scheme: find("scheme").value,
    lineEnds: find("line-ends").value,
  };
}

/** The message with the line ends that it is to have. */
function wire() {
  return find("line-ends").value === "crlf" ? editor.value.replaceAll("\n", "\r\n") : editor.value;
}

/** The values that were given to the placeholders of the request. */
function values() {
  const given = placeholders(editor.value).filter((name) => variables.get(name));
  return Object.fromEntries(given.map((name) => [name, variables.get(name)]));
}

function exampleState({ message }) {
  const lineEnds = message.includes("\r\n") ? "crlf" : "lf";
  return { ...DEFAULTS, message: message.replaceAll("\r\n", "\n"), lineEnds };
}

/** Whether the page shows its example as it is. */
function isUntouched() {
  if (!example) return false;
  const now = state();
  return Object.entries(exampleState(example)).every(([name, value]) => now[name] === value);
}

/** Shows a state, and asks for its code. */
function load(wanted) {
  const [mode, ...detail] = wanted.auth.split(":");
  editor.value = wanted.message;
  find("exact").checked = wanted.exact;
  find("auth").value = mode;
  find("auth-detail").value = detail.join(":");
  find("scheme").value = wanted.scheme;
  find("line-ends").value = wanted.lineEnds;
  snippets.show(wanted.lang ?? snippets.current?.id ?? snippets.remembered());
  showExample();
  showAuthDetail();
  showVariables();
  visited.set(place, state());
  refresh();
}

// ---------------------------------------------------------------------------------------- address

function writeAddress() {
  const fragment = isUntouched() ? "" : (encode(state()) ?? "");
  visited.set(place, state());
  linkExamples();
  showAbout();
  try {
    history.replaceState(
      { place },
      "",
      `${location.pathname}?lang=${snippets.current.id}${fragment}`,
    );
  } catch {
    // Browsers limit how often an address may change: the next change brings it up to date.
  }
}

function readAddress() {
  const messages = [];
  const id = /^\/examples\/([^/]+)\/?$/.exec(location.pathname)?.[1] ?? null;
  example = examples.find((one) => one.id === id) ?? (id === null ? (examples[0] ?? null) : null);
  if (id !== null && !example) {
    example = examples[0] ?? null;
    messages.push(`There is no example named “${id}”. This is the first one.`);
  }
  let wanted = example ? exampleState(example) : { ...DEFAULTS, message: "" };
  try {
    const linked = decode(location.hash);
    if (linked) {
      wanted = linked;
      // A link made elsewhere may stand on the address of an example it has nothing to do with.
      if (id === null && linked.message !== example?.message) example = null;
    }
  } catch (error) {
    messages.push(error.message);
  }
  const named = new URLSearchParams(location.search).get("lang");
  const lang = snippets.resolve(named) ?? snippets.resolve(wanted.lang);
  if (named && !snippets.resolve(named)) {
    messages.push(`There is no client named “${named}”.`);
  }
  load({ ...wanted, lang: lang ?? snippets.remembered() });
  notify(messages);
}

window.addEventListener("popstate", (event) => {
  if (!started) return;
  sender.clear();
  const known = visited.get(event.state?.place);
  if (!known) {
    place = newPlace();
    readAddress();
    history.replaceState({ place }, "");
    return;
  }
  place = event.state.place;
  const id = /^\/examples\/([^/]+)/.exec(location.pathname)?.[1];
  example = examples.find((one) => one.id === id) ?? (id ? null : (examples[0] ?? null));
  load(known);
  notify([]);
});

// ---------------------------------------------------------------------------------------- gallery

function fillGallery() {
  find("examples").replaceChildren(
    ...examples.map((one) =>
      make(
        "li",
        {},
        make(
          "a",
          { href: `/examples/${one.id}`, onclick: (event) => openExample(event, one) },
          make("span", { className: "title" }, one.title),
          make("span", { className: "summary" }, ...prose(one.summary)),
        ),
      ),
    ),
  );
}

function openExample(event, one) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  event.preventDefault();
  if (find("gallery").classList.contains("open")) {
    openGallery(false);
    find("gallery-toggle").focus();
  }
  sender.clear();
  visited.set(place, state());
  example = one;
  place = newPlace();
  history.pushState({ place }, "", `/examples/${one.id}?lang=${snippets.current.id}`);
  load({ ...exampleState(one), lang: snippets.current.id });
  notify([]);
  announce(`Example: ${one.title}`);
}

function linkExamples() {
  [...find("examples").children].forEach(({ firstElementChild: link }, index) => {
    link.href = `/examples/${examples[index].id}?lang=${snippets.current.id}`;
  });
}

function showExample() {
  [...find("examples").children].forEach(({ firstElementChild: link }, index) => {
    if (examples[index] === example) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  showAbout();
  document.title = example ? `${example.title} · snippetgen` : "snippetgen";
  linkExamples();
}

/** Says what the example shows, as long as it is still about the same. */
function showAbout() {
  const [line] = editor.value.trimStart().split("\n", 1);
  const about = example?.message.startsWith(line) ? example.summary : "";
  find("about").replaceChildren(...prose(about));
}

function openGallery(open) {
  find("gallery").classList.toggle("open", open);
  find("gallery-toggle").setAttribute("aria-expanded", String(open));
}

find("gallery-toggle").addEventListener("click", () => {
  openGallery(!find("gallery").classList.contains("open"));
});

// ------------------------------------------------------------------------------------------- code

function changed(pause = 0) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!started) return start();
    showVariables();
    writeAddress();
    refresh();
  }, pause);
}

function question() {
  const message = wire();
  const { exact, auth, scheme } = state();
  const clients = message.length > LARGE ? [snippets.current.id] : ["all/all"];
  return { message, clients, exact, auth, scheme: scheme || null };
}

/** Asks for the code of what the page shows. Of several answers under way the last one counts. */
async function refresh() {
  clearTimeout(timer);
  controller?.abort();
  controller = new AbortController();
  sequence += 1;
  const mine = sequence;
  if (editor.value.trim() === "") {
    editor.showProblems([]);
    snippets.update([]);
    snippets.outdated("Type a request, or pick an example.");
    return;
  }
  let answer;
  try {
    answer = await api.snippets(question(), controller.signal);
  } catch (error) {
    if (mine === sequence && error.name !== "AbortError") refused(error);
    return;
  }
  if (mine !== sequence) return;
  notifyFailure(null);
  known = answer.warnings;
  editor.showProblems(known);
  snippets.update(answer.snippets);
  editor.showNotes(snippets.places());
}

function refused(error) {
  if (error instanceof api.Problem) {
    notifyFailure(null);
    const { diagnostics, message, help } = error;
    known = diagnostics.length > 0 ? diagnostics : [{ severity: "error", message, help }];
    editor.showProblems(known);
    snippets.outdated("This is the code of the last request without errors.");
  } else {
    notifyFailure(`${error.message} It is asked again at your next change.`);
    snippets.outdated("This is the code of the last request that was answered.");
  }
  editor.showNotes([]);
}

// ---------------------------------------------------------------------------------------- options

function showAuthDetail() {
  const mode = find("auth").value;
  const detail = find("auth-detail");
  detail.hidden = mode === "literal";
  const env = mode === "env";
  detail.setAttribute(
    "aria-label",
    env ? "Name of the environment variable" : "Text of the placeholder",
  );
  detail.placeholder = env ? "API_TOKEN" : "<token>";
}

function showVariables() {
  const names = api.canSend ? placeholders(editor.value) : [];
  const box = find("variables");
  if (box.dataset.names === names.join()) return;
  box.dataset.names = names.join();
  box.hidden = names.length === 0;
  box.replaceChildren(
    ...names.map((name) =>
      make(
        "label",
        {},
        make("code", {}, `{${name}}`),
        make("input", {
          type: "password",
          autocomplete: "off",
          value: variables.get(name) ?? "",
          placeholder: "filled in when sent",
          oninput: (event) => variables.set(name, event.target.value),
        }),
      ),
    ),
  );
}

find("auth").addEventListener("change", () => {
  find("auth-detail").value = "";
  showAuthDetail();
  changed();
});
find("auth-detail").addEventListener("input", () => changed(PAUSE));
for (const id of ["exact", "scheme", "line-ends"])
  find(id).addEventListener("change", () => changed());

find("copy-link").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  const fragment = encode(state());
  if (fragment === null) return notify(["This request is too long for a link."]);
  const path = isUntouched() ? `/examples/${example.id}` : location.pathname;
  try {
    await copy(
      `${location.origin}${path}?lang=${snippets.current.id}${isUntouched() ? "" : fragment}`,
    );
    confirm(button, "Link copied");
  } catch {
    writeAddress();
    notify(["This browser lets the page copy nothing: the link is in the address bar."]);
  }
});

// ------------------------------------------------------------------------------------------ theme

const dark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

function showTheme() {
  find("theme").setAttribute("aria-pressed", String(isDark()));
}

find("theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  // The system's own theme needs no remembering, and is followed when it changes.
  if ((theme === "dark") === dark.matches) {
    delete document.documentElement.dataset.theme;
    remember("theme", null);
  } else {
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
  }
  showTheme();
});
dark.addEventListener("change", showTheme);

// ---------------------------------------------------------------------------------------- notices

function showNotice(id, content) {
  document.getElementById(id)?.remove();
  if (content) find("notices").append(make("div", { id, className: "notice" }, ...content));
}

function notify(messages) {
  const dismiss = make(
    "button",
    { type: "button", className: "quiet", onclick: () => notify([]) },
    "Dismiss",
  );
  const texts = messages.map((message) => make("p", {}, message));
  showNotice("notice", messages.length > 0 ? [make("div", {}, ...texts), dismiss] : null);
}

function notifyFailure(message) {
  const retry = make("button", { type: "button", onclick: () => changed() }, "Try again");
  showNotice("failure", message ? [make("p", {}, message), retry] : null);
}

// ------------------------------------------------------------------------------------------ start

async function start() {
  try {
    const [clients, gallery] = await Promise.all([api.clients(), api.examples()]);
    snippets.fill(clients);
    examples = gallery;
  } catch (error) {
    notifyFailure(`${error.message} It is asked again at your next change.`);
    return;
  }
  started = true;
  notifyFailure(null);
  fillGallery();
  const typed = editor.value;
  readAddress();
  history.replaceState({ place }, "");
  if (typed !== "") {
    // Typed before the server answered: what was typed is what is wanted.
    editor.value = typed;
    changed();
  }
}

showTheme();
start();
