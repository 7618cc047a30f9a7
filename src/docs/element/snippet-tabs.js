// <snippet-tabs>: one request in many languages, as the tabs of the ARIA Authoring Practices.

if (!customElements.get("snippet-tabs")) {
  const prefix = "snippetgen-lang:";
  const asked = new URLSearchParams(location.search).get("lang")?.toLowerCase();
  // By group: a page may be refused storage.
  const chosen = {};
  let count = 0;

  const store = (use) => {
    try {
      return use(localStorage);
    } catch {}
  };

  const create = (name, properties) => Object.assign(document.createElement(name), properties);

  const choose = (group, id) => {
    chosen[group] = id;
    for (const tabs of document.querySelectorAll("snippet-tabs")) {
      if (tabs.group === group) tabs.show(tabs.find(id));
    }
  };

  class SnippetTabs extends HTMLElement {
    tabs = new Map();

    connectedCallback() {
      if (this.list) return;
      this.group = this.getAttribute("group");
      this.list = create("div", { role: "tablist", ariaLabel: "Code examples" });
      this.list.onkeydown = (event) => this.press(event);
      this.status = create("span", { role: "status", ariaLive: "polite" });
      this.prepend(this.list, this.status);
      // The parser may have come no further than the start tag.
      new MutationObserver(() => this.update()).observe(this, { childList: true });
      this.update();
    }

    update() {
      const panels = this.querySelectorAll(":scope > [data-id]:not([role])");
      for (const panel of panels) this.add(panel);
      const stored = this.group && store((it) => it.getItem(prefix + this.group));
      const found = this.find(chosen[this.group]) ?? this.find(asked) ?? this.find(stored);
      this.show(found ?? this.shown ?? panels[0]);
    }

    add(panel) {
      count += 1;
      panel.id ||= `snippet-panel-${count}`;
      panel.role = "tabpanel";
      panel.onbeforematch = () => this.show(panel);
      const tab = create("button", { type: "button", role: "tab", id: `snippet-tab-${count}` });
      tab.textContent = panel.dataset.label;
      tab.onclick = () => this.select(panel);
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", tab.id);
      this.list.append(tab);
      this.tabs.set(panel, tab);

      const copy = create("button", { type: "button", className: "snippet-copy" });
      copy.textContent = "Copy";
      copy.onclick = () => this.copy(panel);
      panel.prepend(copy);
    }

    // The panel of this client, else of its language; `curl` is any client of that name.
    find(id) {
      const first = (test) => [...this.tabs.keys()].find((panel) => test(panel.dataset.id));
      return (
        first((it) => it === id) ??
        first((it) => it.split("/")[0] === id?.split("/")[0]) ??
        first((it) => it.endsWith(`/${id}`))
      );
    }

    show(shown) {
      if (!shown) return;
      this.shown = shown;
      for (const [panel, tab] of this.tabs) {
        const selected = panel === shown;
        tab.ariaSelected = selected;
        tab.tabIndex = panel.tabIndex = selected ? 0 : -1;
        panel.hidden = !selected && "until-found";
        // Hidden until found, it keeps a box, which would be read as an empty panel.
        panel.ariaHidden = !selected;
        if (selected) this.list.scrollTop = tab.offsetTop - 40;
      }
    }

    select(panel) {
      const top = () => this.list.getBoundingClientRect().top;
      const before = top();
      const { id } = panel.dataset;
      this.show(panel);
      // To look at a response is not to choose a language.
      if (this.group && id !== "response") {
        choose(this.group, id);
        store((it) => it.setItem(prefix + this.group, id));
      }
      // These tabs stay where they are, whatever grew or shrank above.
      for (let it = this.parentElement; it; it = it.parentElement) {
        it.scrollBy({ top: top() - before, behavior: "instant" });
      }
    }

    press(event) {
      const tabs = [...this.list.children];
      const place = tabs.indexOf(event.target);
      const keys = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 };
      if (!(event.key in keys) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const tab = tabs.at(keys[event.key]) ?? tabs[0];
      tab.focus();
      tab.click();
    }

    async copy(panel) {
      const code = panel.querySelector("pre code");
      let said = "Copied";
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // Without TLS there is no clipboard.
        getSelection().selectAllChildren(code);
        if (!document.execCommand("copy")) said = "Selected";
      }
      this.status.textContent = said;
      setTimeout(() => (this.status.textContent = ""), 2000);
    }
  }

  addEventListener("storage", ({ key, newValue }) => {
    if (newValue && key?.startsWith(prefix)) choose(key.slice(prefix.length), newValue);
  });

  customElements.define("snippet-tabs", SnippetTabs);
}
