// What is remembered between visits; nothing of a request is.

export function recall(name) {
  try {
    return localStorage.getItem(`snippetgen.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`snippetgen.${name}`);
    else localStorage.setItem(`snippetgen.${name}`, value);
  } catch {
    // Storage may be full or forbidden: the page works without.
  }
}
