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

function nodes(tree) {
  return tree.children.map((child) => {
    if (typeof child === "string") return document.createTextNode(child);
    const span = document.createElement("span");
    if (child.scope) span.className = `token-${child.scope.split(".")[0]}`;
    span.append(...nodes(child));
    return span;
  });
}

/** The text as nodes; without colours where the language is not known. */
export function highlight(text, language) {
  if (!hljs.getLanguage(language) || text.length > LIMIT) return [document.createTextNode(text)];
  return nodes(hljs.highlight(text, { language, ignoreIllegals: true })._emitter.rootNode);
}

/** The pieces of a text that have a colour: `{ scope, start, end }`. */
export function ranges(text, language, offset = 0) {
  const found = [];
  const walk = (tree, scope) => {
    for (const child of tree.children) {
      if (typeof child !== "string") {
        walk(child, child.scope ?? scope);
        continue;
      }
      if (scope) found.push({ scope, start: offset, end: offset + child.length });
      offset += child.length;
    }
  };
  if (hljs.getLanguage(language) && text.length <= LIMIT) {
    walk(hljs.highlight(text, { language, ignoreIllegals: true })._emitter.rootNode, null);
  }
  return found;
}
