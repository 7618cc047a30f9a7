// How the code is to be written, and how the message is to be read.

import { find } from "./dom.js";

export const DEFAULTS = { exact: false, auth: "literal", scheme: "", lineEnds: "lf" };

/** What is chosen. */
export function chosen() {
  const mode = find("auth").value;
  const detail = find("auth-detail").value;
  return {
    exact: find("exact").checked,
    auth: mode === "literal" || detail === "" ? mode : `${mode}:${detail}`,
    scheme: find("scheme").value,
    lineEnds: find("line-ends").value,
  };
}

export function choose({ exact, auth, scheme, lineEnds }) {
  const [mode, ...detail] = auth.split(":");
  find("exact").checked = exact;
  find("auth").value = mode;
  find("auth-detail").value = detail.join(":");
  find("scheme").value = scheme;
  find("line-ends").value = lineEnds;
  showDetail();
}

function showDetail() {
  const mode = find("auth").value;
  const detail = find("auth-detail");
  const [label, example] =
    mode === "env"
      ? ["Name of the environment variable", "API_TOKEN"]
      : ["Text of the placeholder", "<token>"];
  detail.hidden = mode === "literal";
  detail.setAttribute("aria-label", label);
  detail.placeholder = example;
  detail.pattern = mode === "env" ? "[A-Za-z_][A-Za-z0-9_]*" : ".*";
}

/** What keeps the choice from being one, or nothing. */
export function wrong() {
  return find("auth-detail").validity.patternMismatch
    ? "A name of an environment variable is letters, digits and _, without a digit in front."
    : "";
}

/** Calls `changed` at a choice, `typed` while a text is typed. */
export function listen(changed, typed) {
  for (const id of ["exact", "scheme", "line-ends"]) find(id).addEventListener("change", changed);
  find("auth-detail").addEventListener("input", typed);
  find("auth").addEventListener("change", () => {
    find("auth-detail").value = "";
    showDetail();
    changed();
  });
}
