// Leaves secrets out of a request that goes into a link. Rather one text too many is replaced than
// one too few: a link ends up in histories, chats and logs.

import { split } from "./message.js";

const FIELD = /^(proxy-)?authorization$|^cookie$|api-?_?key|token|secret|passw|x-auth|signature/i;
/** A field that is not finished, or lacks its colon. */
const UNFINISHED = /^((?:proxy-)?authorization|cookie)([:\s]+)(.*)$/is;
const PARAMETER =
  /token|secret|passw|passphrase|api[-_]?key|^key$|^sig$|signature|credential|^auth$|authorization|session|jwt|assertion/i;
/** A longer one is a token that somebody left the braces around. */
const IS_PLACEHOLDER = /^(\{[^{}]{1,31}\}|\{\{[^{}]{1,31}\}\}|<[^<>]{1,31}>)$/;
/** Texts that are tokens wherever they stand: JSON Web Tokens, and those that say whose they are. */
const TOKEN =
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\b(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|sk[-_]|AKIA)[\w-]{12,}/g;
const BEARER = /\b(Bearer[ \t]+)([\w.~+/=-]{16,})/gi;

function decoded(name) {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}

/** The request with a placeholder such as `{token}` in the place of every secret. */
export function withoutSecrets(message) {
  const names = new Map();
  const placeholder = (value) => {
    if (value === "" || IS_PLACEHOLDER.test(value)) return value;
    if (!names.has(value)) {
      const taken = (one) => message.includes(one) || [...names.values()].includes(one);
      let name = "{token}";
      for (let number = 2; taken(name); number += 1) name = `{token${number}}`;
      names.set(value, name);
    }
    return names.get(value);
  };

  const parameters = (text) =>
    text
      .replace(/(\/\/)([^\s/?#@"]+)@/g, (_, slashes, user) => `${slashes}${placeholder(user)}@`)
      .replace(/(^|[?&;\s])([^\s?&;=:/"]+)=([^\s&;#"]*)/g, (all, before, name, value) =>
        PARAMETER.test(decoded(name)) ? `${before}${name}=${placeholder(value)}` : all,
      );

  // A value that goes on in the next line is as secret as its beginning.
  let secret = false;
  const line = (text) => {
    const [gap] = /^[ \t]*/.exec(text);
    const rest = text.slice(gap.length);
    const colon = rest.indexOf(":");
    const name = colon < 0 ? "" : rest.slice(0, colon).trimEnd();
    const unfinished = UNFINISHED.exec(rest);
    if (FIELD.test(name) || unfinished) {
      secret = true;
      const [, value] = unfinished ? [null, unfinished[3]] : /^[^:]*:[ \t]*(.*)$/s.exec(rest);
      const scheme = /authorization/i.test(rest.slice(0, rest.length - value.length))
        ? (/^[!-~]+[ \t]+/.exec(value)?.[0] ?? "")
        : "";
      const credentials = value.slice(scheme.length).trimEnd();
      return text.slice(0, text.length - value.length) + scheme + placeholder(credentials);
    }
    if (gap !== "" && secret) return gap + placeholder(rest);
    secret = false;
    return parameters(text);
  };

  const { lines, body } = split(message);
  const end = body < 0 ? message.length : body;
  let text = message.slice(0, lines[0]?.start ?? message.length);
  lines.forEach((one, index) => {
    const next = lines[index + 1]?.start ?? end;
    text += index === 0 ? parameters(one.text) : line(one.text);
    text += message.slice(one.start + one.text.length, next);
  });
  if (body >= 0) text += bodyWithoutSecrets(message.slice(body), placeholder);
  text = text
    .replace(BEARER, (_, scheme, token) => scheme + placeholder(token))
    .replace(TOKEN, (token) => placeholder(token));
  // The same secret may stand elsewhere too. Of short ones this would spoil other words.
  for (const [value, name] of names) {
    if (value.length >= 8) text = text.replaceAll(value, name);
  }
  return text;
}

/** Members of JSON, elements of XML, parts of multipart and fields of a form, by their names. */
function bodyWithoutSecrets(body, placeholder) {
  return body
    .replace(/"((?:[^"\\]|\\.)*)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g, (all, name, colon, value) =>
      PARAMETER.test(name) ? `"${name}"${colon}"${placeholder(value)}"` : all,
    )
    .replace(/<([\w:.-]+)([^<>]*)>([^<>]+)<\//g, (all, name, attributes, value) =>
      PARAMETER.test(name) ? `<${name}${attributes}>${placeholder(value)}</` : all,
    )
    .replace(
      /(\bname="([^"]*)"[^\n]*\n(?:[^\n]+\n)*?\r?\n)([^\r\n]*)/g,
      (all, head, name, value) => (PARAMETER.test(name) ? head + placeholder(value) : all),
    )
    .replace(/(^|&)([^&=\s"<>{}]+)=([^&\s"]*)/g, (all, before, name, value) =>
      PARAMETER.test(decoded(name)) ? `${before}${name}=${placeholder(value)}` : all,
    );
}
