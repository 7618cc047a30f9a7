// Uses <snippet-tabs> as readers do, in headless Chromium. Its pages come from this script: no
// server, no network.
//
// Arguments: the folder of npm's packages, the browser, the folder of the element, a page's body as
// the HTML flavour writes it, and the folder for screenshots. Every failure is a line; none, and
// the status is 0.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, executablePath, element, written, screenshots] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const origin = "https://docs.test";
const files = {
  "/snippet-tabs.js": ["text/javascript", readFileSync(join(element, "snippet-tabs.js"), "utf8")],
  "/snippet-tabs.css": ["text/css", readFileSync(join(element, "snippet-tabs.css"), "utf8")],
  "/page.css": [
    "text/css",
    ":root { color-scheme: light dark; background: Canvas } body { margin: 1rem auto; max-width: 45rem; padding: 0 1rem; font: 1rem/1.5 sans-serif }",
  ],
};
const policy = "default-src 'none'; script-src 'self'; style-src 'self'";
const script = '<script src="/snippet-tabs.js" defer></script>';

const section = ([id, label, code]) =>
  `<section data-id="${id}" data-label="${label}"><h4>${label}</h4>
<pre><code class="language-text">${code ?? `${label}\n`}</code></pre>
</section>`;
const tabs = (group, ...panels) =>
  `<snippet-tabs group="${group}">\n${panels.map(section).join("\n")}\n</snippet-tabs>`;

const curl = [
  "shell/curl",
  "curl",
  "curl 'https://api.test/a?b=c&amp;d=e' \\\n  -H 'X: &lt;y&gt;'\n",
];
const requests = ["python/requests", "Python"];
const httpx = ["python/httpx", "Python (httpx)", "1\n2\n3\n4\n5\n6\n7\n8\n"];
const fetch = ["javascript/fetch", "JavaScript"];
const response = ["response", "Response", "HTTP/1.1 200 OK\n"];

/** Long enough for a slow machine; a test that waits so long has failed. */
const PATIENCE = 90_000;

const browser = await chromium.launch({
  executablePath,
  timeout: PATIENCE,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

/** A context with pages of these bodies, by path. */
async function open(pages, { options = {}, head = script, served = () => undefined } = {}) {
  const context = await browser.newContext({ viewport: { width: 900, height: 700 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  await context.route("**/*", (route) => {
    const { pathname } = new URL(route.request().url());
    const [contentType, body] = served(pathname) ??
      files[pathname] ?? [
        "text/html",
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/snippet-tabs.css">${head}
</head><body><main><h1>Page</h1><h2>Request</h2><h3>Code</h3>${pages[pathname]}</main></body></html>`,
      ];
    if (body === null) return;
    return route.fulfill({ contentType, body, headers: { "Content-Security-Policy": policy } });
  });
  const page = async (path = "/", from = origin) => {
    const page = await context.newPage();
    page.problems = [];
    page.on("pageerror", (error) => page.problems.push(String(error)));
    page.on("console", (message) => page.problems.push(message.text()));
    await page.goto(from + path);
    return page;
  };
  return { context, page };
}

const selected = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("[role=tab][aria-selected=true]")].map((it) => it.textContent),
  );
const stored = (page) => page.evaluate(() => ({ ...localStorage }));
const tab = (page, name, place = 0) =>
  page.locator("snippet-tabs").nth(place).getByRole("tab", { name, exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

/** Copies the code that is shown. The page says so for a moment only: the wait begins before. */
async function copy(page) {
  const said = page.getByRole("status").getByText("Copied").waitFor();
  await page.getByRole("button", { name: "Copy" }).click();
  await said;
}

const two = `${tabs("lang", curl, requests, fetch)}${tabs("lang", curl, httpx, response)}`;

const tests = {
  async "is an accessible set of tabs"() {
    const { page } = await open({ "/": tabs("lang", curl, requests, fetch) });
    const it = await page();
    assert.equal(await it.getByRole("tablist", { name: "Code examples" }).count(), 1);
    assert.deepEqual(await it.getByRole("tab").allTextContents(), ["curl", "Python", "JavaScript"]);
    const attributes = await it
      .getByRole("tab")
      .evaluateAll((all) =>
        all.map((tab) => [tab.getAttribute("aria-selected"), tab.tabIndex, tab.type]),
      );
    assert.deepEqual(attributes, [
      ["true", 0, "button"],
      ["false", -1, "button"],
      ["false", -1, "button"],
    ]);
    // One panel is there for those who read, named by its tab.
    assert.equal(await it.getByRole("tabpanel").count(), 1);
    const panel = it.getByRole("tabpanel", { name: "curl" });
    assert.equal(await panel.getAttribute("tabindex"), "0");
    assert.equal(
      await it.getByRole("tab", { name: "curl" }).getAttribute("aria-controls"),
      await panel.getAttribute("id"),
    );
    assert.equal(await it.getByRole("heading", { level: 4 }).count(), 0);
    assert.deepEqual(it.problems, []);
  },

  async "is worked by keys"() {
    const { page } = await open({ "/": tabs("lang", curl, requests, fetch) });
    const it = await page();
    await it.keyboard.press("Tab");
    assert.equal(await focused(it), "curl");
    for (const [key, name] of [
      ["ArrowRight", "Python"],
      ["ArrowRight", "JavaScript"],
      ["ArrowRight", "curl"],
      ["ArrowLeft", "JavaScript"],
      ["ArrowLeft", "Python"],
      ["End", "JavaScript"],
      ["Home", "curl"],
      ["ArrowLeft", "JavaScript"],
      ["ArrowDown", "JavaScript"],
      ["ArrowUp", "JavaScript"],
      ["Control+Home", "JavaScript"],
      ["Alt+ArrowRight", "JavaScript"],
    ]) {
      await it.keyboard.press(key);
      assert.equal(await focused(it), name, key);
      assert.deepEqual(await selected(it), [name], key);
      assert.equal(await it.getByRole("tabpanel", { name, exact: true }).isVisible(), true);
    }
    // From the tab to its panel, then to what copies it, then out: past no other tab.
    await it.keyboard.press("Tab");
    assert.equal(await it.evaluate(() => document.activeElement.dataset.id), "javascript/fetch");
    await it.keyboard.press("Tab");
    assert.equal(await focused(it), "Copy");
    await it.keyboard.press("Tab");
    assert.equal(await it.evaluate(() => document.activeElement.tagName), "BODY");
  },

  async "keeps the tabs of a group alike"() {
    const { page } = await open({
      "/": `${two}${tabs("other", curl, requests)}<snippet-tabs>${section(curl)}${section(requests)}</snippet-tabs>`,
    });
    const it = await page();
    await tab(it, "Python").click();
    assert.deepEqual(await selected(it), ["Python", "Python (httpx)", "curl", "curl"]);
    await tab(it, "JavaScript").click();
    assert.deepEqual(await selected(it), ["JavaScript", "Python (httpx)", "curl", "curl"]);
    await tab(it, "Response", 1).click();
    assert.deepEqual(await selected(it), ["JavaScript", "Response", "curl", "curl"]);
    await tab(it, "Python", 3).click();
    assert.deepEqual(await selected(it), ["JavaScript", "Response", "curl", "Python"]);
    assert.deepEqual(await stored(it), { "snippetgen-lang:lang": "javascript/fetch" });
  },

  async "remembers the language"() {
    const { page } = await open({ "/": two, "/b": tabs("lang", fetch, httpx) });
    const it = await page();
    await tab(it, "Python").click();
    await it.reload();
    assert.deepEqual(await selected(it), ["Python", "Python (httpx)"]);
    const other = await page("/b");
    assert.deepEqual(await selected(other), ["Python (httpx)"]);
    // What is chosen in one window shows in the other.
    await tab(other, "JavaScript").click();
    await it.locator("[aria-selected=true]", { hasText: "JavaScript" }).waitFor();
    assert.deepEqual(await selected(it), ["JavaScript", "Python (httpx)"]);
  },

  async "shows the language that the address asks for, and does not store it"() {
    const { page } = await open({ "/": two });
    for (const [query, expected] of [
      ["?lang=python", ["Python", "Python (httpx)"]],
      ["?lang=Python/httpx", ["Python", "Python (httpx)"]],
      ["?lang=fetch", ["JavaScript", "curl"]],
      ["?lang=response", ["curl", "Response"]],
      ["?lang=cobol", ["curl", "curl"]],
      ["?lang=", ["curl", "curl"]],
    ]) {
      const it = await page(`/${query}`);
      assert.deepEqual(await selected(it), expected, query);
      assert.deepEqual(await stored(it), {}, query);
    }
    const it = await page("/");
    await tab(it, "JavaScript").click();
    await it.goto(`${origin}/?lang=python`);
    assert.deepEqual(await selected(it), ["Python", "Python (httpx)"]);
    assert.deepEqual(await stored(it), { "snippetgen-lang:lang": "javascript/fetch" });
  },

  async "does without storage"() {
    const { context, page } = await open({ "/": two });
    await context.addInitScript(() =>
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("refused", "SecurityError");
        },
      }),
    );
    const it = await page();
    await tab(it, "Python").click();
    assert.deepEqual(await selected(it), ["Python", "Python (httpx)"]);
    assert.deepEqual(it.problems, []);
  },

  async "shows everything without scripts"() {
    const { page } = await open({ "/": two }, { options: { javaScriptEnabled: false } });
    const it = await page();
    const headings = it.getByRole("heading", { level: 4 });
    assert.deepEqual(await headings.allTextContents(), [
      "curl",
      "Python",
      "JavaScript",
      "curl",
      "Python (httpx)",
      "Response",
    ]);
    for (const part of [...(await headings.all()), ...(await it.locator("pre").all())]) {
      await part.waitFor();
      const box = await part.boundingBox();
      const inside = await part.locator("..").boundingBox();
      assert.ok(box.height > 20 && inside.height > box.height);
    }
    assert.equal(await it.getByRole("tab").count(), 0);
  },

  async "shows everything when the script never comes"() {
    const served = (path) => (path === "/snippet-tabs.js" ? ["", null] : undefined);
    const { page } = await open(
      { "/": two },
      { head: '<script src="/snippet-tabs.js" async></script>', served },
    );
    const context = await page("about:blank", "").catch(() => undefined);
    await context?.goto(origin, { waitUntil: "commit" });
    const last = context.locator("section").last();
    await context.waitForFunction(() =>
      [...document.querySelectorAll("section")].every((it) => it.offsetHeight > 40),
    );
    assert.equal(await last.isVisible(), true);
  },

  async "copies the code as it is, and says so"() {
    const { context, page } = await open({ "/": tabs("lang", curl, requests) });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const it = await page();
    const status = it.getByRole("status");
    assert.equal(await status.getAttribute("aria-live"), "polite");
    assert.equal(await status.textContent(), "");
    await copy(it);
    const copied = await it.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, "curl 'https://api.test/a?b=c&d=e' \\\n  -H 'X: <y>'\n");
    await it.waitForFunction(() => document.querySelector("[role=status]").textContent === "");
  },

  async "says so once it is copied, and not before"() {
    const { context, page } = await open({ "/": tabs("lang", curl, requests) });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await context.addInitScript(() => {
      const write = navigator.clipboard.writeText.bind(navigator.clipboard);
      navigator.clipboard.writeText = async (text) => {
        await new Promise((resolve) => (window.release = resolve));
        return write(text);
      };
    });
    const it = await page();
    await it.getByRole("button", { name: "Copy" }).click();
    await it.waitForFunction(() => window.release);
    assert.equal(await it.getByRole("status").textContent(), "");
    const said = it.getByRole("status").getByText("Copied").waitFor();
    await it.evaluate(() => window.release());
    await said;
  },

  async "copies without TLS"() {
    const { page } = await open({ "/": tabs("lang", curl, requests) });
    const it = await page("/", "http://docs.test");
    assert.equal(await it.evaluate(() => typeof navigator.clipboard), "undefined");
    await copy(it);
    const chosen = await it.evaluate(() => String(getSelection()));
    assert.equal(chosen.trimEnd(), "curl 'https://api.test/a?b=c&d=e' \\\n  -H 'X: <y>'");
  },

  async "stays where it is when others change their height"() {
    const long = (id, label, lines) => [id, label, "line\n".repeat(lines)];
    const group = tabs(
      "lang",
      long("shell/curl", "curl", 2),
      long("python/requests", "Python", 30),
    );
    for (const body of [
      group.repeat(6),
      `<div class="scroller" tabindex="0">${group.repeat(6)}</div>`,
    ]) {
      const served = (path) =>
        path === "/page.css"
          ? [
              "text/css",
              "html { scroll-behavior: smooth } .scroller { height: 400px; overflow: auto }",
            ]
          : undefined;
      const { page } = await open({ "/": body }, { served });
      const it = await page();
      const last = tab(it, "Python", 3);
      await last.scrollIntoViewIfNeeded();
      await it.evaluate(() =>
        document.querySelector(".scroller, html").scrollBy({ top: 150, behavior: "instant" }),
      );
      const frames = () =>
        it.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
      // Where scrolling is smooth it takes some frames.
      await (await last.elementHandle()).waitForElementState("stable");
      for (const name of ["Python", "curl", "Python"]) {
        const before = await last.boundingBox();
        await tab(it, name, 3).evaluate((tab) => tab.click());
        await frames();
        const after = await last.boundingBox();
        assert.ok(Math.abs(before.y - after.y) < 1.5, `${name}: ${before.y} became ${after.y}`);
      }
    }
  },

  async "shows the panel that is searched for"() {
    const { page } = await open({
      "/": `<a href="#found">Find</a>${tabs("lang", curl, ["python/requests", "Python", '<span id="found">found</span>\n'])}`,
    });
    const it = await page();
    assert.equal(await it.locator("section").nth(1).getAttribute("hidden"), "until-found");
    await it.getByText("Find").click();
    await it.locator("[aria-selected=true]", { hasText: "Python" }).waitFor();
    assert.equal(await it.locator("#found").isVisible(), true);
    assert.deepEqual(await stored(it), {});
  },

  async "is there whenever the script and the element come"() {
    const module = '<script src="/snippet-tabs.js" type="module"></script>';
    const late = '<script src="/snippet-tabs.js"></script>';
    for (const [head, body] of [
      [script, two],
      [module, two],
      [late, two],
      [late + script + module, two],
      ["", two + late],
      ["", `<div id="in"></div>${late}`],
    ]) {
      const { page } = await open({ "/": body }, { head });
      const it = await page();
      // By a script or a piece at a time, as frameworks do.
      await it.evaluate((markup) => {
        const place = document.getElementById("in");
        if (!place) return;
        place.innerHTML = markup;
        const [first] = place.children;
        const second = document.createElement("snippet-tabs");
        second.setAttribute("group", "lang");
        place.append(second);
        second.append(
          ...[...place.children[1].children]
            .filter((it) => it.dataset.id)
            .map((it) => it.cloneNode(true)),
        );
        for (const panel of second.children)
          if (panel.dataset.id)
            panel
              .getAttributeNames()
              .filter((it) => !it.startsWith("data"))
              .forEach((it) => panel.removeAttribute(it));
        place.children[1].remove();
        first.after(second);
      }, two);
      await tab(it, "Python").click();
      assert.deepEqual(await selected(it), ["Python", "Python (httpx)"], head + body);
      assert.equal(await it.getByRole("tab").count(), 6);
      assert.deepEqual(it.problems, []);
    }
  },

  async "takes code as mdBook marks it up"() {
    const code = `<pre><div class="buttons"><button class="clip-button">Copy to clipboard</button></div><code class="language-bash hljs"><span class="hljs-built_in">curl</span> <span>-v</span>\n</code></pre>`;
    const body = `<snippet-tabs group="lang">\n<section data-id="shell/curl" data-label="curl">\n<h4 id="curl"><a class="header" href="#curl">curl</a></h4>\n${code}\n</section>\n</snippet-tabs>`;
    const { context, page } = await open({ "/": body });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const it = await page();
    assert.equal(await it.getByText("Copy to clipboard").isVisible(), false);
    await copy(it);
    assert.equal(await it.evaluate(() => navigator.clipboard.readText()), "curl -v\n");
  },

  async "shows the tab that is selected, of many on a narrow screen"() {
    const many = Array.from({ length: 40 }, (_, i) => [`language/${i}`, `Language ${i}`]);
    const options = { viewport: { width: 360, height: 740 } };
    const { page } = await open({ "/": tabs("lang", ...many) }, { options });
    const it = await page("/?lang=language/30");
    assert.deepEqual(await selected(it), ["Language 30"]);
    const list = await it.getByRole("tablist").boundingBox();
    const box = await tab(it, "Language 30").boundingBox();
    assert.ok(list.height < 150);
    assert.ok(list.y <= box.y && box.y + box.height <= list.y + list.height);
    assert.equal(await it.evaluate(() => scrollY), 0);
  },

  async "scrolls nothing that has room, not by a pixel, nor what is hidden"() {
    const options = { viewport: { width: 360, height: 740 } };
    const { page } = await open({ "/": two }, { options });
    const it = await page();
    const lists = await it
      .getByRole("tablist")
      .evaluateAll((all) => all.map((list) => list.scrollHeight - list.clientHeight));
    assert.deepEqual(lists, [0, 0]);
    // Firefox shows the scroll bars of panels that are hidden until they are found.
    const hidden = await it
      .locator("snippet-tabs > [hidden]")
      .evaluateAll((all) => all.map((panel) => getComputedStyle(panel).overflowX));
    assert.deepEqual(new Set(hidden), new Set(["visible"]));
  },

  async "prints everything"() {
    const { page } = await open({ "/": two });
    const it = await page();
    await it.emulateMedia({ media: "print" });
    for (const part of await it.locator("snippet-tabs :is(h4, pre)").all()) {
      assert.ok((await part.boundingBox()).height > 10);
    }
    assert.equal(await it.getByRole("tab").count(), 0);
    assert.equal(await it.getByRole("button").count(), 0);
  },

  async "shows what is selected in forced colours"() {
    const { page } = await open({ "/": two }, { options: { forcedColors: "active" } });
    const it = await page();
    const colours = await it
      .getByRole("tab")
      .evaluateAll((all) => all.slice(0, 2).map((tab) => getComputedStyle(tab).borderBottomColor));
    assert.notEqual(colours[0], colours[1]);
  },

  async "is left to right, or right to left"() {
    const { page } = await open({
      "/": `<div dir="rtl">${tabs("lang", curl, requests, fetch)}</div>`,
    });
    const it = await page();
    const [first, second] = [
      await tab(it, "curl").boundingBox(),
      await tab(it, "Python").boundingBox(),
    ];
    assert.ok(first.x > second.x);
  },

  async "has nothing that axe-core finds, and fits, in light, in dark and 360 pixels wide"() {
    const body = readFileSync(written, "utf8");
    for (const [name, options, click] of [
      ["light", { colorScheme: "light" }, true],
      ["dark", { colorScheme: "dark" }, true],
      ["narrow", { viewport: { width: 360, height: 740 } }, true],
      ["narrow-dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }, true],
      ["without", { viewport: { width: 360, height: 740 } }, false],
    ]) {
      const { page } = await open({ "/": body }, { options, head: click ? script : "" });
      const it = await page();
      if (click) await it.getByRole("tab", { name: "Python" }).first().click();
      await it.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
      const width = await it
        .locator("html")
        .evaluate((html) => [html.scrollWidth, html.clientWidth]);
      assert.equal(width[0], width[1], name);
      const { violations } = await it.evaluate(`${axe}; axe.run()`);
      const found = violations.map((it) => [
        it.id,
        it.nodes.map((node) => node.any[0]?.message ?? node.html),
      ]);
      assert.deepEqual(found, [], name);
      assert.deepEqual(it.problems, [], name);
    }
  },

  async "takes its colours from the page, whatever the reader's system prefers"() {
    // The themes of mdBook: what the system prefers, the text and the background.
    const themes = {
      light: ["dark", "hsl(0 0% 0%)", "hsl(0 0% 100%)"],
      rust: ["dark", "#262625", "hsl(60 9% 87%)"],
      coal: ["light", "#98a3ad", "hsl(200 7% 8%)"],
      navy: ["light", "#bcbdd0", "hsl(226 23% 11%)"],
      ayu: ["light", "#c5c5c5", "hsl(210 25% 8%)"],
    };
    for (const [name, [colorScheme, text, background]] of Object.entries(themes)) {
      const css = `body { margin: 1rem; color: ${text}; background: ${background} }`;
      const served = (path) => (path === "/page.css" ? ["text/css", css] : undefined);
      const { page } = await open({ "/": two }, { options: { colorScheme }, served });
      const it = await page();
      await it.screenshot({ path: join(screenshots, `mdbook-${name}.png`) });
      const { violations } = await it.evaluate(`${axe}; axe.run()`);
      const found = violations.map((it) => [it.id, it.nodes.map((node) => node.any[0]?.message)]);
      assert.deepEqual(found, [], name);
    }
  },
};

const wanted = process.env.SNIPPETGEN_ELEMENT ?? "";
const limit = () =>
  new Promise((_, fail) =>
    setTimeout(fail, 10 * PATIENCE, new Error("it takes too long")).unref(),
  );
let failures = 0;
for (const [name, test] of Object.entries(tests)) {
  if (!name.includes(wanted)) continue;
  try {
    await Promise.race([test(), limit()]);
  } catch (error) {
    failures += 1;
    console.log(`${name}: ${error.stack ?? error}`);
  }
  for (const context of browser.contexts()) await context.close();
}
await browser.close();
process.exitCode = failures ? 1 : 0;
