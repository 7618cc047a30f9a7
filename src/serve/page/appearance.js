// The switch between light and dark. theme.js has set what was remembered.

import { find } from "./dom.js";
import { remember } from "./store.js";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const button = find("theme");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
const show = () => button.setAttribute("aria-pressed", String(isDark()));

button.addEventListener("click", () => {
  const dark = !isDark();
  const theme = dark ? "dark" : "light";
  // The system's own theme needs no remembering, and is followed when it changes.
  if (dark === system.matches) delete root.dataset.theme;
  else root.dataset.theme = theme;
  remember("theme", dark === system.matches ? null : theme);
  show();
});
system.addEventListener("change", show);
show();
