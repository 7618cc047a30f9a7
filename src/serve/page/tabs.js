// Tabs as the WAI-ARIA Authoring Practices describe them: one stop for the Tab key, arrows within.

import { make } from "./dom.js";

/** Fills a tablist whose tabs share one panel; `choose(id)` hears what was picked. */
export class Tabs {
  constructor(list, panel, choose) {
    this.list = list;
    this.panel = panel;
    this.choose = choose;
    list.addEventListener("keydown", (event) => this.move(event));
    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) this.choose(tab.dataset.id);
    });
  }

  fill(tabs) {
    this.list.replaceChildren(
      ...tabs.map(({ id, label }) =>
        make(
          "button",
          {
            type: "button",
            role: "tab",
            id: `tab-${id}`,
            tabIndex: -1,
            "data-id": id,
            "aria-selected": "false",
            "aria-controls": this.panel.id,
          },
          label,
        ),
      ),
    );
  }

  select(id) {
    for (const tab of this.list.children) {
      const selected = tab.dataset.id === id;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      if (selected) this.panel.setAttribute("aria-labelledby", tab.id);
    }
  }

  move(event) {
    const tabs = [...this.list.children];
    const at = tabs.indexOf(document.activeElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs[to].focus();
    this.choose(tabs[to].dataset.id);
  }
}
