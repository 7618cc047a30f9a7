// The examples: links with addresses of their own, which open without loading the page anew.

import { find, make, prose } from "./dom.js";

export class Gallery {
  /** `chosen` hears which example is to be shown. */
  constructor(chosen) {
    this.chosen = chosen;
    this.examples = [];
    this.list = find("examples");
    this.nav = find("gallery");
    this.toggle = find("gallery-toggle");
    this.toggle.addEventListener("click", () => this.open(!this.isOpen()));
  }

  /** Takes the examples of the server, in its order. */
  fill(examples) {
    this.examples = examples;
    this.list.replaceChildren(
      ...examples.map((example) =>
        make(
          "li",
          {},
          make(
            "a",
            { href: `/examples/${example.id}`, onclick: (event) => this.follow(event, example) },
            make("span", { className: "title" }, example.title),
            make("span", { className: "summary" }, ...prose(example.summary)),
          ),
        ),
      ),
    );
  }

  /** The example of an address; the first where it names none. */
  at(path) {
    const id = /^\/examples\/([^/]+)\/?$/.exec(path)?.[1];
    const example = id ? this.examples.find((one) => one.id === id) : this.examples[0];
    return { id: id ?? null, example: example ?? null };
  }

  follow(event, example) {
    // Another tab or window is the browser's business.
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (button !== 0 || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    if (this.isOpen()) {
      this.open(false);
      this.toggle.focus();
    }
    this.chosen(example);
  }

  /** Marks the example that is shown. */
  show(example) {
    this.each((link, one) => {
      if (one === example) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  /** Lets the links keep the client that is shown. */
  link(client) {
    this.each((link, { id }) => {
      link.href = `/examples/${id}?lang=${client}`;
    });
  }

  each(run) {
    [...this.list.children].forEach((item, index) => {
      run(item.firstElementChild, this.examples[index]);
    });
  }

  isOpen() {
    return this.nav.classList.contains("open");
  }

  /** Where there is no room beside the request, the gallery is open or not. */
  open(open) {
    this.nav.classList.toggle("open", open);
    this.toggle.setAttribute("aria-expanded", String(open));
  }
}
