// Leaves secrets out of a request that goes into a link.

import { split } from "./message.js";

const FIELD =
  /^(proxy-)?authorization$|^cookie$|api-?_?key|token|secret|password|x-auth|signature/i;
const PARAMETER =
  /token|secret|passw|passphrase|api[-_]?key|^key$|^sig$|signature|credential|^auth$|authorization|session|jwt|assertion/i;
const IS_PLACEHOLDER = /^(\{[^{}]+\}|<[^<>]+>)$/;

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
      let name = "token";
      const taken = (one) =>
        message.includes(`{${one}}`) || [...names.values()].includes(`{${one}}`);
      for (let number = 2; taken(name); number += 1) name = `token${number}`;
      names.set(value, `{${name}}`);
    }
    return names.get(value);
  };

  const parameters = (text) =>
    text
      .replace(/(\/\/)([^\s/?#@"]+)@/g, (_, slashes, user) => `${slashes}${placeholder(user)}@`)
      .replace(/(^|[?&;\s])([^\s?&;=:/"]+)=([^\s&;#"]*)/g, (all, before, name, value) =>
        PARAMETER.test(decoded(name)) ? `${before}${name}=${placeholder(value)}` : all,
      );

  const { lines, body } = split(message);
  let secret = false;
  const replaced = lines.map(({ start, text }, index) => {
    const between = message.slice(
      start + text.length,
      lines[index + 1]?.start ?? (body < 0 ? message.length : body),
    );
    if (index === 0) return parameters(text) + between;
    if (/^[ \t]/.test(text)) {
      // A value that goes on in the next line is as secret as its beginning.
      const [gap] = /^[ \t]+/.exec(text);
      return (secret ? gap + placeholder(text.slice(gap.length)) : parameters(text)) + between;
    }
    const [, name, value] = /^([^:]*)(?::[ \t]*(.*))?$/s.exec(text);
    secret = FIELD.test(name.trim());
    if (!secret || value === undefined) return parameters(text) + between;
    const lead = text.slice(0, text.length - value.length);
    const scheme = /authorization$/i.test(name.trim())
      ? (/^[!-~]+[ \t]+/.exec(value)?.[0] ?? "")
      : "";
    return lead + scheme + placeholder(value.slice(scheme.length).trimEnd()) + between;
  });

  let text = message.slice(0, lines[0]?.start ?? message.length) + replaced.join("");
  if (body >= 0) {
    text += message
      .slice(body)
      .replace(/"((?:[^"\\]|\\.)*)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g, (all, name, colon, value) =>
        PARAMETER.test(name) ? `"${name}"${colon}"${placeholder(value)}"` : all,
      )
      .replace(
        /(\bname="([^"]*)"[^\n]*\n(?:[^\n]+\n)*\r?\n)([^\r\n]*)/g,
        (all, head, name, value) => (PARAMETER.test(name) ? head + placeholder(value) : all),
      )
      .replace(/(^|&)([^&=\s"{}]+)=([^&\s"]*)/g, (all, before, name, value) =>
        PARAMETER.test(decoded(name)) ? `${before}${name}=${placeholder(value)}` : all,
      );
  }
  // The same secret may stand elsewhere too. Of short ones this would spoil other words.
  for (const [value, name] of names) {
    if (value.length >= 8) text = text.replaceAll(value, name);
  }
  return text;
}
