// The remembered theme, before anything is painted. The system's own is the default.
try {
  const theme = localStorage.getItem("snippetgen.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that stores nothing has the system's theme.
}
