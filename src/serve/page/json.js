// JSON laid out over lines, with its numbers, names and strings as they were sent: a parser would
// round the numbers and drop all but the last of equal names.

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;

/** Of what is deeper the indentation alone would fill the memory. */
const DEPTH = 128;

/** The text over indented lines; null where it is no JSON, or deeper than anybody reads. */
export function layOut(text) {
  // A parser may ignore a byte order mark (RFC 8259 §8.1); that of the browser does not.
  if (text.startsWith("\ufeff")) return layOut(text.slice(1));
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(TOKEN) ?? [];
  const out = [];
  let depth = 0;
  const line = () => out.push("\n", "  ".repeat(depth));
  for (const [index, token] of tokens.entries()) {
    if (token === "{" || token === "[") {
      out.push(token);
      depth += 1;
      if (depth > DEPTH) return null;
      if (!"]}".includes(tokens[index + 1])) line();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      if (!"[{".includes(tokens[index - 1])) line();
      out.push(token);
    } else if (token === ",") {
      out.push(token);
      line();
    } else {
      out.push(token === ":" ? ": " : token);
    }
  }
  return out.join("");
}
