// The state of the page in the fragment of its address, which no server is ever sent.

import { withoutSecrets } from "./secrets.js";

const PREFIX = "#request=";
/** Longer addresses are cut by programs that pass them on. */
const LIMIT = 32_000;

function base64url(text) {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** The fragment for a state, without its secrets; null where it would be too long. */
export function encode(state) {
  if (state.message.length > LIMIT) return null;
  const { lang, exact, auth, scheme, lineEnds } = state;
  const shared = { message: withoutSecrets(state.message), lang, exact, auth, scheme, lineEnds };
  const fragment = PREFIX + base64url(JSON.stringify(shared));
  return fragment.length > LIMIT ? null : fragment;
}

/** The state of a fragment, null where it holds none. Throws an Error that says what is wrong. */
export function decode(fragment) {
  if (!fragment.startsWith(PREFIX)) return null;
  let value;
  try {
    value = JSON.parse(fromBase64url(fragment.slice(PREFIX.length)));
  } catch {
    throw new Error("This link is damaged: perhaps its end was cut off. Ask for it again.");
  }
  if (typeof value?.message !== "string") {
    throw new Error("This link holds no request. Ask for it again.");
  }
  return {
    message: value.message,
    lang: typeof value.lang === "string" ? value.lang : null,
    exact: value.exact === true,
    auth: /^(literal|(placeholder|env)(:.{0,100})?)$/.test(value.auth) ? value.auth : "literal",
    scheme: ["http", "https"].includes(value.scheme) ? value.scheme : "",
    lineEnds: value.lineEnds === "crlf" ? "crlf" : "lf",
  };
}
