// A raw request as text: its parts, its colours, its placeholders. What it means is the server's to say.

import { ranges } from "./highlight.js";

/** The lines of the head with their offsets, and where the body starts (-1 where there is none). */
export function split(message) {
  const lines = [];
  let at = 0;
  while (at < message.length) {
    const end = message.indexOf("\n", at);
    const next = end < 0 ? message.length : end + 1;
    const text = message.slice(at, end < 0 ? message.length : end).replace(/\r$/, "");
    // Empty lines in front of a request are no end of its head.
    if (text === "" && lines.length > 0) return { lines, body: next };
    if (text !== "") lines.push({ start: at, text });
    at = next;
  }
  return { lines, body: -1 };
}

/** What is filled in before sending: `{name}` and `{{name}}`. */
const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g;
/** In a body braces have other meanings: there it is a whole string of JSON, or a whole value of a form. */
const PLACEHOLDER_IN_BODY =
  /(?<=")\{([A-Za-z_][A-Za-z0-9_.-]*)\}(?=")|(?<==)\{([A-Za-z_][A-Za-z0-9_.-]*)\}(?=&|\s*$)/g;

/** The placeholders of a message: `{ name, start, end }`. */
function located(message) {
  const { body } = split(message);
  const end = body < 0 ? message.length : body;
  const matches = [...message.slice(0, end).matchAll(PLACEHOLDER)];
  const inBody = body < 0 ? [] : [...message.slice(body).matchAll(PLACEHOLDER_IN_BODY)];
  const place = (offset) => (match) => {
    const start = match.index + offset;
    return { name: match[1] ?? match[2], start, end: start + match[0].length };
  };
  return [...matches.map(place(0)), ...inBody.map(place(body))];
}

/** The names of the placeholders, each once. */
export function placeholders(message) {
  return [...new Set(located(message).map(({ name }) => name))];
}

/** The pieces of the message that have a colour: `{ scope, start, end }`. */
export function colours(message) {
  const { lines, body } = split(message);
  const found = [];
  const add = (scope, start, length) => {
    if (length > 0) found.push({ scope, start, end: start + length });
  };
  lines.forEach(({ start, text }, index) => {
    if (index === 0) {
      const [, method, gap, target, version] =
        /^(\S+)(\s*)(.*?)(\s+HTTP\/[\d.]+)?$/.exec(text) ?? [];
      if (method === undefined) return;
      add("method", start, method.length);
      add("target", start + method.length + gap.length, target.length);
      add("version", start + text.length - (version?.length ?? 0), version?.length ?? 0);
    } else {
      const colon = text.indexOf(":");
      if (colon > 0 && !/^\s/.test(text)) add("field", start, colon);
    }
  });
  if (body >= 0) {
    const text = message.slice(body);
    const language = /^\s*[[{]/.test(text) ? "json" : /^\s*</.test(text) ? "xml" : null;
    if (language) found.push(...ranges(text, language, body));
  }
  for (const { start, end } of located(message)) add("placeholder", start, end - start);
  return found;
}

/** Where a line and a column (from 1, in characters) are in a text whose lines end in LF. */
export function offset(text, line, column) {
  let at = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  for (let number = 1; number < column && at < text.length && text[at] !== "\n"; number += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}
