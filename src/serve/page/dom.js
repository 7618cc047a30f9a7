// Elements made without markup: text from anywhere stays text.

export const find = (id) => document.getElementById(id);

/** An element with properties (or attributes, where a name has a dash) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text in which one or two backquotes stand around code, as nodes. */
export function prose(text) {
  const parts = text.split(/(``.+?``(?!`)|`[^`]+`)/);
  return parts.map((part, index) =>
    index % 2 ? make("code", {}, part.replace(/^``?|``?$/g, "")) : part,
  );
}

/** Says something to those who listen to the page. */
export function announce(text) {
  const announcer = find("announcer");
  // The same words twice are spoken twice only when they change in between.
  announcer.textContent = "";
  requestAnimationFrame(() => {
    announcer.textContent = text;
  });
}

/** Shows on a button, for a moment, that it did its work. */
export function confirm(button, text) {
  announce(text);
  button.dataset.label ??= button.textContent;
  button.textContent = text;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => {
    button.textContent = button.dataset.label;
  }, 1600);
}

/** Copies text; where the page has no clipboard (plain http), by way of a selection. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = make("textarea", { value: text, className: "hidden" });
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  if (!copied) throw new Error("this browser lets the page copy nothing");
}

/** Saves bytes or text as a file. Its type keeps a browser from showing it. */
export function save(name, content) {
  const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
