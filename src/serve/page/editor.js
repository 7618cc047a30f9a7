// The request editor: a textarea over a mirror of its text, which carries colours and squiggles.

import { find, make, plural, prose } from "./dom.js";
import { colours, offset } from "./message.js";

/** Beyond this many characters the text is left plain. */
const LIMIT = 20_000;
const PROBLEMS_SHOWN = 20;

/** Ranges of text with colours of their own need no element for each of them. */
const CAN_COLOUR = typeof Highlight === "function" && Boolean(CSS.highlights);

export class Editor {
  constructor(changed) {
    this.area = find("message");
    this.mirror = find("mirror");
    this.numbers = find("line-numbers");
    this.markers = find("markers");
    this.list = find("problems");
    this.problems = [];
    this.notes = [];
    this.text = document.createTextNode(" ");
    this.mirror.replaceChildren(this.text);
    this.area.addEventListener("input", () => {
      this.paint();
      changed();
    });
    this.paint();
  }

  get value() {
    return this.area.value;
  }

  set value(text) {
    // Where the text stays, so does the caret.
    if (text !== this.value) {
      this.area.value = text;
      this.area.setSelectionRange(0, 0);
    }
    this.notes = [];
    this.showProblems([]);
    this.paint();
  }

  /** Moves the caret to a line and a column, and the line into view. */
  goTo(line, column, endColumn = column) {
    const start = offset(this.value, line, column);
    this.area.focus();
    this.area.setSelectionRange(start, Math.max(start, offset(this.value, line, endColumn)));
    const height = parseFloat(getComputedStyle(this.area).lineHeight);
    const editor = this.area.closest(".editor");
    const top = (line - 1) * height;
    if (top < editor.scrollTop || top + 3 * height > editor.scrollTop + editor.clientHeight) {
      editor.scrollTop = top - editor.clientHeight / 3;
    }
  }

  /** Shows errors and warnings at their lines, and in the list below. */
  showProblems(problems) {
    this.problems = problems;
    this.mark();
    // What is the same is left alone: it would be read out again, and lose the focus.
    const said = JSON.stringify(problems);
    if (said === this.said) return;
    this.said = said;
    const items = problems.slice(0, PROBLEMS_SHOWN).map((problem) => this.item(problem));
    const more = problems.length - items.length;
    this.list.replaceChildren();
    if (items.length > 0) {
      const list = make("ul", {}, ...items);
      if (more > 0) list.append(make("li", { className: "more" }, `and ${more} more`));
      this.list.append(
        make("p", { className: "hidden" }, plural(problems.length, "problem")),
        list,
      );
    }
    this.area.setAttribute(
      "aria-invalid",
      String(problems.some(({ severity }) => severity === "error")),
    );
  }

  /** Marks the lines that the shown client has a note on. */
  showNotes(notes) {
    this.notes = notes.map((note) => ({ ...note, severity: "note" }));
    this.mark();
  }

  item(problem) {
    const { severity, message, help, line, column, end_column } = problem;
    const head = make(
      "span",
      { className: "message" },
      make("strong", { className: "severity" }, severity),
      " ",
      ...prose(message),
    );
    const place = line
      ? make(
          "button",
          {
            type: "button",
            className: "place",
            onclick: () => this.goTo(line, column, end_column),
          },
          head,
          make("span", { className: "line" }, `line ${line}`),
        )
      : make("p", { className: "place" }, head);
    return make(
      "li",
      { className: `problem ${severity}` },
      place,
      help ? make("p", { className: "help" }, ...prose(help)) : null,
    );
  }

  paint() {
    const text = this.value;
    // A last line without anything in it has no height in the mirror.
    this.text.data = `${text} `;
    const lines = text.split("\n").length;
    if (lines !== this.lines) {
      this.lines = lines;
      this.numbers.textContent = Array.from({ length: lines }, (_, index) => index + 1).join("\n");
    }
    this.colour();
    this.mark();
  }

  colour() {
    if (!CAN_COLOUR) return;
    const coloured = this.value.length <= LIMIT;
    this.area.classList.toggle("coloured", coloured);
    const groups = new Map();
    for (const { scope, start, end } of coloured ? colours(this.value) : []) {
      const name = `request-${scope.split(".")[0]}`;
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push([start, end]);
    }
    this.highlight("request-", groups);
  }

  mark() {
    const marked = new Map();
    const groups = new Map();
    for (const { severity, message, line, column, end_column } of [
      ...this.notes,
      ...this.problems,
    ]) {
      if (!line || line > this.lines) continue;
      // What is said of an older text may lie beyond the end of this one.
      marked.set(line, { severity, message });
      const start = offset(this.value, line, column);
      const end = Math.max(offset(this.value, line, end_column ?? column), start + 1);
      const name = `problem-${severity}`;
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push([start, end]);
    }
    this.markers.replaceChildren(
      ...[...marked].map(([line, { severity, message }]) => {
        const marker = make("span", { className: `marker ${severity}`, title: message });
        marker.style.setProperty("--line", line - 1);
        marker.addEventListener("click", () => this.goTo(line, 1));
        return marker;
      }),
    );
    if (CAN_COLOUR) this.highlight("problem-", groups);
  }

  highlight(prefix, groups) {
    for (const name of [...CSS.highlights.keys()]) {
      if (name.startsWith(prefix)) CSS.highlights.delete(name);
    }
    for (const [name, ranges] of groups) {
      const highlight = new Highlight();
      for (const [start, end] of ranges) {
        const range = new Range();
        range.setStart(this.text, Math.min(start, this.text.length));
        range.setEnd(this.text, Math.min(end, this.text.length));
        highlight.add(range);
      }
      // A placeholder is coloured over the string that it stands in, a problem over all.
      highlight.priority = prefix === "problem-" ? 2 : Number(name === "request-placeholder");
      CSS.highlights.set(name, highlight);
    }
  }
}
