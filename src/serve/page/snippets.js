// The code: a tab for each language, its clients, the snippet and what is to be said about it.

import { announce, confirm, copy, find, make, plural, prose, save } from "./dom.js";
import { highlight } from "./highlight.js";
import { recall, remember } from "./store.js";
import { Tabs } from "./tabs.js";

/** Of more clients than these the rest is counted. */
const ABLE_SHOWN = 3;

/** The name of a language for the highlighter, by the name its fences have. */
const GRAMMARS = { shell: "bash", node: "javascript" };

export class Snippets {
  /** `chosen` hears that another client is shown; `goTo` moves the caret in the editor. */
  constructor({ chosen, goTo }) {
    this.chosen = chosen;
    this.goTo = goTo;
    this.clients = [];
    this.answers = new Map();
    this.panel = find("snippet");
    this.group = find("clients");
    this.code = find("code").firstElementChild;
    this.notes = find("notes");
    this.stale = find("stale");
    this.tabs = new Tabs(find("languages"), this.panel, (language) => this.pickLanguage(language));
    this.group.addEventListener("change", (event) => this.pick(event.target.value));
    find("copy").addEventListener("click", (event) => this.copy(event.currentTarget));
    find("download").addEventListener("click", () => this.download());
  }

  /** Takes the clients of the server, in its order. */
  fill(clients) {
    this.clients = clients;
    const languages = new Map(clients.map((one) => [one.language, one.language_label]));
    this.tabs.fill([...languages].map(([id, label]) => ({ id, label })));
  }

  find(id) {
    return this.clients.find((client) => client.id === id);
  }

  /** The client for a name from an address: `python/httpx`, or `python` for the one used last. */
  resolve(name) {
    if (!name) return null;
    const wanted = name.toLowerCase();
    if (this.find(wanted)) return wanted;
    const remembered = this.find(recall(`client.${wanted}`));
    if (remembered?.language === wanted) return remembered.id;
    const named = ({ language, aliases }) => language === wanted || aliases?.includes(wanted);
    const ofLanguage = this.clients.filter(named);
    const client = ofLanguage.find((one) => one.default) ?? ofLanguage[0];
    return (client ?? this.clients.find((one) => one.client === wanted))?.id ?? null;
  }

  /** The client that was looked at last, or the first of all. */
  remembered() {
    return this.resolve(recall("language")) ?? this.clients[0]?.id ?? null;
  }

  pickLanguage(language) {
    this.pick(this.resolve(language));
  }

  pick(id) {
    this.show(id);
    remember("language", this.current.language);
    remember(`client.${this.current.language}`, id);
    this.chosen(id);
  }

  /** Shows a client, without remembering it as a choice. */
  show(id) {
    const before = this.current?.language;
    this.current = this.find(id);
    this.tabs.select(this.current.language);
    if (before !== this.current.language) this.fillClients();
    for (const input of this.group.querySelectorAll("input")) input.checked = input.value === id;
    this.render();
  }

  fillClients() {
    const ofLanguage = this.clients.filter(({ language }) => language === this.current.language);
    const legend = make(
      "legend",
      { className: "hidden" },
      `Client of ${this.current.language_label}`,
    );
    this.group.replaceChildren(
      legend,
      ...ofLanguage.map(({ id, client }) =>
        make(
          "label",
          {},
          make("input", { type: "radio", name: "client", value: id }),
          make("span", {}, client),
        ),
      ),
    );
  }

  /** Takes the snippets of an answer. */
  update(snippets) {
    this.answers = new Map(snippets.map((snippet) => [snippet.id, snippet]));
    this.stale.hidden = true;
    this.panel.classList.remove("is-stale");
    this.render();
  }

  /** Says why the code shown is older than the request; without a reason there is none to show. */
  outdated(reason) {
    this.stale.textContent = reason;
    this.stale.hidden = false;
    this.panel.classList.add("is-stale");
  }

  has(id) {
    return this.answers.has(id);
  }

  /** Places in the request that the shown client has something to say about. */
  places() {
    const answer = this.answers.get(this.current?.id);
    if (!answer) return [];
    return (answer.refusal ? [answer.refusal] : answer.notes).filter(({ line }) => line);
  }

  render() {
    for (const input of this.group.querySelectorAll("input")) {
      const answer = this.answers.get(input.value);
      const state = answer?.refusal ? "refused" : answer?.notes?.length > 0 ? "noted" : "exact";
      input.parentElement.className = answer ? state : "";
      input.parentElement.title =
        { refused: "cannot send this request", noted: "sends it with a difference" }[state] ?? "";
    }
    const answer = this.answers.get(this.current?.id);
    const code = answer?.code ?? "";
    if (this.shown !== code || this.shownLanguage !== this.current?.language) {
      this.shown = code;
      this.shownLanguage = this.current?.language;
      const name = this.current?.highlight ?? this.current?.fence ?? this.current?.language;
      this.code.replaceChildren(highlight(code, GRAMMARS[name] ?? name));
    }
    this.code.parentElement.hidden = code === "";
    find("copy").disabled = code === "";
    find("download").disabled = code === "";
    // What is the same is left alone: it would be read out again, and lose the focus.
    const said = JSON.stringify([this.current?.id, answer?.notes, answer?.refusal]);
    if (said !== this.said) {
      this.said = said;
      this.notes.replaceChildren(...(answer ? this.verdict(answer) : []));
    }
    find("code").setAttribute("aria-label", `Code for ${this.current?.label ?? ""}`);
  }

  verdict(answer) {
    const { refusal, notes } = answer;
    if (refusal) {
      return [
        make(
          "p",
          { className: "verdict refused" },
          `${this.current.label} cannot send this request`,
        ),
        make("ul", {}, this.note(refusal, "refused")),
      ];
    }
    if (notes.length === 0) {
      return [make("p", { className: "verdict exact" }, "Sends the request exactly")];
    }
    return [
      make(
        "p",
        { className: "verdict noted" },
        `Sends the request with ${plural(notes.length, "difference")}`,
      ),
      make("ul", {}, ...notes.map((note) => this.note(note, "noted"))),
    ];
  }

  note({ message, line, column, end_column, able = [] }, kind) {
    const clients = able.filter((id) => this.find(id));
    const parts = clients
      .slice(0, ABLE_SHOWN)
      .map((id) =>
        make(
          "button",
          { type: "button", className: "link", onclick: () => this.pick(id) },
          this.find(id).label,
        ),
      );
    const more = clients.length - parts.length;
    return make(
      "li",
      { className: `note ${kind}` },
      make("p", {}, ...prose(message)),
      make(
        "p",
        { className: "able" },
        line
          ? make(
              "button",
              {
                type: "button",
                className: "link",
                onclick: () => this.goTo(line, column, end_column),
              },
              `Line ${line}`,
            )
          : null,
        clients.length > 0
          ? make("span", {}, kind === "refused" ? "Can send it:" : "Send it exactly:")
          : null,
        ...parts,
        more > 0 ? make("span", {}, `and ${more} more`) : null,
      ),
    );
  }

  async copy(button) {
    try {
      await copy(this.shown);
      confirm(button, "Copied");
    } catch (error) {
      announce(`Not copied: ${error.message}`);
      getSelection().selectAllChildren(this.code);
    }
  }

  download() {
    const { id, extension } = this.current;
    save(`${id.replace("/", "-")}.${extension}`, this.shown);
  }
}
