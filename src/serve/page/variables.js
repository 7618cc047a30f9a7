// What fills the placeholders of a request when it is sent: kept in memory, and nowhere else.

import { canSend } from "./api.js";
import { find, make } from "./dom.js";
import { placeholders } from "./message.js";

const given = new Map();

/** Offers a field for each placeholder of the message. */
export function offer(message) {
  const names = canSend ? placeholders(message) : [];
  const box = find("variables");
  // Fields that are still asked for keep the focus.
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
          value: given.get(name) ?? "",
          placeholder: "filled in when sent",
          oninput: (event) => given.set(name, event.target.value),
        }),
      ),
    ),
  );
}

/** The values that were given to the placeholders of the message. */
export function values(message) {
  const names = placeholders(message).filter((name) => given.get(name));
  return Object.fromEntries(names.map((name) => [name, given.get(name)]));
}
