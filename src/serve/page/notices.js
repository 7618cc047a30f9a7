// What is to be said about the page as a whole.

import { find, make } from "./dom.js";

function show(id, ...content) {
  hide(id);
  find("notices").append(make("div", { id, className: "notice" }, ...content));
}

function hide(id) {
  find(id)?.remove();
}

/** Says these sentences in the place of those before, until they are dismissed. */
export function notify(...sentences) {
  hide("notice");
  if (sentences.length === 0) return;
  const dismiss = make("button", { type: "button", className: "quiet" }, "Dismiss");
  dismiss.addEventListener("click", () => hide("notice"));
  show("notice", make("div", {}, ...sentences.map((text) => make("p", {}, text))), dismiss);
}

/** Says that the server was asked in vain, and offers to ask again. */
export function notifyFailure(error, again) {
  const retry = make("button", { type: "button", onclick: again }, "Try again");
  show("failure", make("p", {}, `${error.message} It is asked again at your next change.`), retry);
}

/** The server answers. */
export function endFailure() {
  hide("failure");
}
