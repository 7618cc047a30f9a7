// The page: ties the editor, the code, the response and the address together.

import * as api from "./api.js";
import "./appearance.js";
import { announce, confirm, copy, find, prose } from "./dom.js";
import { Editor } from "./editor.js";
import { Gallery } from "./gallery.js";
import { decode, encode } from "./link.js";
import { endFailure, notify, notifyFailure } from "./notices.js";
import * as options from "./options.js";
import { Sender } from "./response.js";
import { withoutSecrets } from "./secrets.js";
import { Snippets } from "./snippets.js";
import * as variables from "./variables.js";

/** How long typing rests before the server is asked, in milliseconds. */
const PAUSE = 120;
/** Of longer requests only the shown snippet is asked for. */
const LARGE = 50_000;

const editor = new Editor(() => changed(PAUSE));
const gallery = new Gallery(openExample);
const snippets = new Snippets({
  chosen: () => {
    editor.showNotes(snippets.places());
    writeAddress();
    if (!snippets.has(snippets.current.id)) refresh();
  },
  goTo: (...where) => editor.goTo(...where),
});
const sender = new Sender({
  question: () => ({
    message: message(),
    scheme: options.chosen().scheme || null,
    exact: options.chosen().exact,
    variables: variables.values(editor.value),
  }),
  problems: (problems) => {
    unsent = problems;
    showProblems();
  },
});

/** Whether the server has named its clients and examples, or is asked for them. */
let started = false;
let starting = false;
/** The example that is shown, as it is or edited. */
let example = null;
/** What the server said of the request when it wrote the code. */
let known = [];
/** What kept this very request from being sent. */
let unsent = [];

/** The requests of this visit by their place in the history, with their secrets. */
const visited = new Map();
let place = newPlace();

function newPlace() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

// ------------------------------------------------------------------------------------------ state

function state() {
  return { message: editor.value, lang: snippets.current?.id ?? null, ...options.chosen() };
}

/** The message with the line ends that it is to have. */
function message() {
  const crlf = options.chosen().lineEnds === "crlf";
  return crlf ? editor.value.replaceAll("\n", "\r\n") : editor.value;
}

function stateOf({ message }) {
  const lineEnds = message.includes("\r\n") ? "crlf" : "lf";
  return { ...options.DEFAULTS, message: message.replaceAll("\r\n", "\n"), lineEnds };
}

/** Whether the page shows its example as it is. */
function isUntouched() {
  if (!example) return false;
  const now = state();
  return Object.entries(stateOf(example)).every(([name, value]) => now[name] === value);
}

/** Shows a state, and asks for its code. */
function load(wanted) {
  unsent = [];
  editor.value = wanted.message;
  options.choose(wanted);
  snippets.show(wanted.lang);
  gallery.show(example);
  gallery.link(wanted.lang);
  document.title = example ? `${example.title} · snippetgen` : "snippetgen";
  showAbout();
  variables.offer(editor.value);
  visited.set(place, state());
  refresh();
}

/** Says what the example shows, as long as the request is still about the same. */
function showAbout() {
  const line = (message) => message.trim().split("\n", 1)[0].trim();
  const same = example && line(example.message) === line(editor.value);
  const about = same ? example.summary : "";
  find("about").replaceChildren(...prose(about));
}

function openExample(one) {
  visited.set(place, state());
  sender.clear();
  example = one;
  place = newPlace();
  const lang = snippets.current.id;
  history.pushState({ place }, "", `/examples/${one.id}?lang=${lang}`);
  load({ ...stateOf(one), lang });
  notify();
  announce(`Example: ${one.title}`);
}

// ---------------------------------------------------------------------------------------- address

function writeAddress() {
  visited.set(place, state());
  const lang = snippets.current.id;
  gallery.link(lang);
  const fragment = isUntouched() ? "" : (encode(state()) ?? "");
  try {
    history.replaceState({ place }, "", `${location.pathname}?lang=${lang}${fragment}`);
  } catch {
    // Browsers limit how often an address may change: the next change brings it up to date.
  }
}

/** Shows what the address names; `typed`, where the server has only now answered, is wanted more. */
function readAddress(typed = "") {
  const sentences = [];
  const found = gallery.at(location.pathname);
  if (!found.example)
    sentences.push(`There is no example named “${found.id}”. This is the first one.`);
  example = found.example ?? gallery.examples[0] ?? null;
  let wanted = example ? stateOf(example) : { ...options.DEFAULTS, message: "" };
  try {
    const linked = decode(location.hash);
    // At the address of no example a link has nothing to do with the first one.
    if (linked && found.id === null && linked.message !== wanted.message) example = null;
    wanted = linked ?? wanted;
  } catch (error) {
    sentences.push(error.message);
  }
  if (typed !== "") wanted = { ...wanted, message: typed };
  const named = new URLSearchParams(location.search).get("lang");
  const lang = snippets.resolve(named);
  if (named && !lang) sentences.push(`There is no client named “${named}”.`);
  load({ ...wanted, lang: lang ?? snippets.resolve(wanted.lang) ?? snippets.remembered() });
  notify(...sentences);
}

window.addEventListener("popstate", (event) => {
  if (!started) return;
  sender.clear();
  const visit = visited.get(event.state?.place);
  if (visit) {
    place = event.state.place;
    example = gallery.at(location.pathname).example;
    load(visit);
    notify();
  } else {
    place = newPlace();
    readAddress();
    history.replaceState({ place }, "");
  }
});

find("copy-link").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  const lang = snippets.current.id;
  const untouched = isUntouched();
  const fragment = untouched ? "" : encode(state());
  if (fragment === null) return notify("This request is too long for a link.");
  const path = untouched ? `/examples/${example.id}` : location.pathname;
  try {
    await copy(`${location.origin}${path}?lang=${lang}${fragment}`);
    confirm(button, "Link copied");
    const whole = untouched || withoutSecrets(editor.value) === editor.value;
    notify(...(whole ? [] : ["The link has placeholders in the place of your secrets."]));
  } catch {
    notify("This browser lets the page copy nothing: the link is in the address bar.");
  }
});

// ------------------------------------------------------------------------------------------- code

let timer = 0;

function showProblems() {
  editor.showProblems(unsent.length > 0 ? unsent : known);
}

function changed(pause = 0) {
  unsent = [];
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!started) return start();
    variables.offer(editor.value);
    showAbout();
    writeAddress();
    refresh();
  }, pause);
}

options.listen(
  () => changed(),
  () => changed(PAUSE),
);

function question() {
  const { lang, exact, auth, scheme } = state();
  const clients = editor.value.length > LARGE ? [lang] : ["all/all"];
  return { message: message(), clients, exact, auth, scheme: scheme || null };
}

let questions = 0;
let controller = null;

/** Asks for the code of what the page shows. Of several answers under way the last one counts. */
async function refresh() {
  clearTimeout(timer);
  controller?.abort();
  controller = new AbortController();
  questions += 1;
  const mine = questions;
  if (editor.value.trim() === "") {
    known = [];
    showProblems();
    snippets.update([]);
    snippets.outdated("Type a request, or pick an example.");
    return;
  }
  if (options.wrong()) return snippets.outdated(options.wrong());
  try {
    const answer = await api.snippets(question(), controller.signal);
    if (mine === questions) answered(answer);
  } catch (error) {
    if (mine === questions && error.name !== "AbortError") refused(error);
  }
}

function answered({ warnings, snippets: written }) {
  endFailure();
  known = warnings;
  showProblems();
  snippets.update(written);
  editor.showNotes(snippets.places());
}

function refused(error) {
  editor.showNotes([]);
  if (error instanceof api.Problem) {
    endFailure();
    const { diagnostics, message, help } = error;
    known = diagnostics.length > 0 ? diagnostics : [{ severity: "error", message, help }];
    showProblems();
    snippets.outdated("This is the code of the last request without errors.");
  } else {
    notifyFailure(error, () => changed());
    snippets.outdated("This is the code of the last request that was answered.");
  }
}

// ------------------------------------------------------------------------------------------ start

async function start() {
  if (starting) return;
  starting = true;
  try {
    const [clients, examples] = await Promise.all([api.clients(), api.examples()]);
    snippets.fill(clients);
    gallery.fill(examples);
  } catch (error) {
    notifyFailure(error, () => changed());
    return;
  } finally {
    starting = false;
  }
  started = true;
  endFailure();
  const typed = editor.value;
  readAddress(typed);
  history.replaceState({ place }, "");
  if (typed !== "") changed();
}

start();
