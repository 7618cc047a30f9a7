// Code in colours. The highlighter's tree becomes elements, so that no markup is ever parsed.

import hljs from "./vendor/highlight/core.js";
import bash from "./vendor/highlight/bash.js";
import csharp from "./vendor/highlight/csharp.js";
import java from "./vendor/highlight/java.js";
import javascript from "./vendor/highlight/javascript.js";
import json from "./vendor/highlight/json.js";
import php from "./vendor/highlight/php.js";
import python from "./vendor/highlight/python.js";
import xml from "./vendor/highlight/xml.js";

const GRAMMARS = { bash, csharp, java, javascript, json, php, python, xml };
for (const [name, grammar] of Object.entries(GRAMMARS)) hljs.registerLanguage(name, grammar);

/** Beyond this many characters colours cost more than they give. */
const LIMIT = 200_000;
/** Markup has script in it, of which some takes the square of its length. */
const MARKUP_LIMIT = 40_000;

/** Deeper scopes have the colour of what is around them: a browser lays elements out by recursion. */
const DEPTH = 32;

/** The highlighter's tree; null where there is none to be had. */
function parse(text, language) {
  const limit = language === "xml" ? MARKUP_LIMIT : LIMIT;
  if (!hljs.getLanguage(language) || text.length > limit) return null;
  return hljs.highlight(text, { language, ignoreIllegals: true })._emitter.rootNode;
}

/** Tells of the scopes and texts of a tree in their order. A hostile text may nest them deeply. */
function walk(tree, { open, text, close }) {
  const stack = [tree.children.values()];
  while (stack.length > 0) {
    const { value, done } = stack.at(-1).next();
    if (done) {
      stack.pop();
      if (stack.length > 0) close();
    } else if (typeof value === "string") {
      text(value);
    } else {
      open(value.scope);
      stack.push(value.children.values());
    }
  }
}

/** The text as a fragment; without colours where the language is not known. */
export function highlight(text, language) {
  const fragment = document.createDocumentFragment();
  const tree = parse(text, language);
  if (!tree) {
    fragment.append(text);
    return fragment;
  }
  let place = fragment;
  let depth = 0;
  walk(tree, {
    open(scope) {
      depth += 1;
      if (depth > DEPTH) return;
      const span = document.createElement("span");
      if (scope) span.className = `token-${scope.split(".")[0]}`;
      place.append(span);
      place = span;
    },
    text: (piece) => place.append(piece),
    close() {
      if (depth <= DEPTH) place = place.parentNode;
      depth -= 1;
    },
  });
  return fragment;
}

/** The pieces of a text that have a colour: `{ scope, start, end }`. */
export function ranges(text, language, offset = 0) {
  const found = [];
  const scopes = [];
  const tree = parse(text, language);
  if (!tree) return found;
  walk(tree, {
    open: (scope) => scopes.push(scope ?? scopes.at(-1)),
    text(piece) {
      const scope = scopes.at(-1);
      if (scope) found.push({ scope, start: offset, end: offset + piece.length });
      offset += piece.length;
    },
    close: () => scopes.pop(),
  });
  return found;
}
