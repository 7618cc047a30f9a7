// The page of `snippetgen serve` as people use it. tests/page.rs starts the server and runs this.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test, { after } from "node:test";

import { browser, close, open, require, url } from "./browser.mjs";

const HOST = new URL(url).host;
/** The languages, and a word of each that no request has. */
const WORDS = {
  Shell: "curl --include",
  Python: "import requests",
  JavaScript: "await fetch",
  "Node.js": "await fetch",
  PHP: "<?php",
  Java: "public class",
  "C#": "using System",
};
const LANGUAGES = Object.keys(WORDS);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

after(() => browser.close());

/** A test with a page of its own. */
function on(name, address, options, run) {
  test(name, async () => {
    const page = await open(address, options);
    await run(page);
    await close(page);
  });
}

const lines = (...all) => all.join("\n");
const code = (page) => page.locator("#code").textContent();
const caret = (page) => page.locator("#message").evaluate((area) => area.selectionStart);

/** Waits for the code to hold a text, and gives it. */
async function codeWith(page, text) {
  await page.locator("#code", { hasText: text }).waitFor();
  return code(page);
}

/** Waits for the first answer of the server. */
const ready = (page) => page.locator("#notes .verdict").first().waitFor();

async function sent(page, status) {
  await page.locator("#response-summary .status", { hasText: status }).waitFor();
  return page.locator("#response-card pre").textContent();
}

const tab = (page, name) => page.getByRole("tab", { name, exact: true });

on("a typed request becomes code in seven languages", "/", {}, async (page) => {
  await ready(page);
  await page.locator("#message").fill("");
  await page
    .locator("#message")
    .pressSequentially(lines("GET /typed/here HTTP/1.1", "Host: api.example.com", ""));
  await codeWith(page, "https://api.example.com/typed/here");
  assert.deepEqual(await page.getByRole("tab").allTextContents(), LANGUAGES);
  for (const [name, word] of Object.entries(WORDS)) {
    await tab(page, name).click();
    assert.equal(await tab(page, name).getAttribute("aria-selected"), "true");
    assert.match(await codeWith(page, word), /https:\/\/api\.example\.com\/typed\/here/);
    assert.ok((await page.locator("#code span[class^=token-]").count()) > 0, name);
  }
});

on("of a long request the shown code alone is asked for", "/?lang=shell/curl", {}, async (page) => {
  await ready(page);
  const asked = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/snippets")) asked.push(request.postDataJSON().clients);
  });
  const body = "long ".repeat(12_000);
  await page
    .locator("#message")
    .fill(
      lines("POST /long HTTP/1.1", "Host: api.example.com", "Content-Type: text/plain", "", body),
    );
  await codeWith(page, "/long");
  await tab(page, "Python").click();
  await codeWith(page, "import requests");
  assert.deepEqual(asked, [["shell/curl"], ["python/requests"]]);
  assert.equal(new URL(page.url()).hash, "");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#notice", { hasText: "too long for a link" }).waitFor();
});

on(
  "copying gives the code as it is shown, downloading a file of it",
  "/?lang=python/httpx",
  {},
  async (page) => {
    await ready(page);
    const shown = await codeWith(page, "import httpx");
    // The word is there for a moment only: the wait for it begins before.
    const said = page.getByRole("button", { name: "Copied", exact: true }).waitFor();
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await said;
    await page.locator("#announcer", { hasText: "Copied" }).waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), "python-httpx.py");
    assert.equal(readFileSync(await download.path(), "utf8"), shown);
  },
);

on("errors stand at their line, and lead there", "/", {}, async (page) => {
  await ready(page);
  const message = lines("GET / HTTP/1.1", "Host: api.example.com", "Ünicode Näme: x", "", "");
  await page.locator("#message").fill(message);
  const problem = page.locator("#problems .problem.error").first();
  await problem.waitFor();
  assert.equal(await problem.locator(".line").textContent(), "line 3");
  assert.notEqual(await problem.locator(".help").textContent(), "");
  assert.equal((await page.locator(".marker.error").count()) > 0, true);
  assert.equal(await page.locator("#message").getAttribute("aria-invalid"), "true");
  const numbers = await page.locator("#line-numbers").boundingBox();
  const marker = await page.locator(".marker.error").first().boundingBox();
  const height = numbers.height / 5;
  assert.equal(Math.round((marker.y - numbers.y) / height), 2);
  await page.locator("#stale", { hasText: "last request without errors" }).waitFor();
  await problem.getByRole("button").click();
  const at = await caret(page);
  assert.equal(message.slice(0, at).split("\n").length, 3);
  assert.equal(await page.evaluate(() => document.activeElement.id), "message");
  await page.locator("#message").fill(message.replace("Ünicode Näme", "X-Name"));
  await codeWith(page, "X-Name");
  assert.equal(await page.locator(".problem").count(), 0);
  assert.equal(await page.locator("#stale").isVisible(), false);
});

on(
  "a difference is told under the code, with its line and the clients that can",
  "/?lang=javascript/fetch",
  {},
  async (page) => {
    await ready(page);
    await page
      .locator("#message")
      .fill(lines("GET / HTTP/1.1", "Host: api.example.com", "Cookie: a=b", "", ""));
    await page.locator(".verdict.noted", { hasText: "1 difference" }).waitFor();
    await page.locator(".marker.note").waitFor();
    await page.locator("#notes").getByRole("button", { name: "Line 3" }).click();
    assert.equal(
      await caret(page),
      lines("GET / HTTP/1.1", "Host: api.example.com", "Cookie: ").length,
    );
    const able = page.locator("#notes .able button").nth(1);
    const name = await able.textContent();
    await able.click();
    await page.locator(".verdict.exact").waitFor();
    assert.equal(await page.locator("#code").getAttribute("aria-label"), `Code for ${name}`);
    assert.equal(await page.locator(".marker").count(), 0);
  },
);

on("a refusal names the clients that can", "/?lang=python/requests", {}, async (page) => {
  await ready(page);
  await page.locator("#message").fill(lines("OPTIONS * HTTP/1.1", "Host: api.example.com", "", ""));
  await page
    .locator(".verdict.refused", { hasText: "Python (requests) cannot send this request" })
    .waitFor();
  assert.equal(await page.locator("#code").isVisible(), false);
  assert.equal(await page.locator("#copy").isDisabled(), true);
  await page.locator("#notes").getByRole("button", { name: "Python (http.client)" }).click();
  await codeWith(page, "OPTIONS");
  assert.equal(await page.locator("#clients input:checked").inputValue(), "python/http.client");
});

on(
  "sending shows status, time, size, fields and body",
  "/examples/get-bearer-token",
  {},
  async (page) => {
    await ready(page);
    await page
      .locator("#message")
      .fill(
        lines(
          "POST /echo/anything HTTP/1.1",
          `Host: ${HOST}`,
          "Content-Type: application/json",
          "",
          '{"price":18.00,"id":12345678901234567890}',
        ),
      );
    await page.keyboard.press("Control+Enter");
    const body = await sent(page, "200 OK");
    assert.match(body, /\n {2}"method": "POST"/);
    assert.match(body, /12345678901234567890/);
    const summary = await page.locator("#response-summary").textContent();
    assert.match(summary, /\d m?s/);
    assert.match(summary, /\d+ bytes|kB/);
    await page.locator("#response-card summary").click();
    await page.getByRole("rowheader", { name: /^content-type$/i }).waitFor();
    await page.getByRole("radio", { name: "Raw" }).check({ force: true });
    const raw = await page.locator("#response-card pre").textContent();
    assert.deepEqual(JSON.parse(raw).method, "POST");
  },
);

on("a response of 401 is explained", "/examples/get-bearer-token", {}, async (page) => {
  await ready(page);
  await page
    .locator("#message")
    .fill(
      lines(
        "GET /echo/auth/bearer HTTP/1.1",
        `Host: ${HOST}`,
        "Authorization: Bearer wrong",
        "",
        "",
      ),
    );
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator(".status", { hasText: "401" }).waitFor();
  const challenge = page.locator(".challenge");
  assert.match(await challenge.textContent(), /invalid_token/);
  assert.ok((await challenge.locator(".message").textContent()).length > 20);

  const hostile = { scheme: "Bearer", uri: "javascript:alert(1)", explanation: "No." };
  const answer = { status: 401, fields: [], size: 0, elapsed_ms: 1, challenge: hostile };
  await page.route("**/api/send", (route) => route.fulfill({ json: answer }));
  await page.getByRole("button", { name: "Send" }).click();
  await challenge.locator("code", { hasText: "javascript:alert(1)" }).waitFor();
  assert.equal(await page.locator("#response a").count(), 0);
});

on("placeholders are filled in when sent, and stay out of the address", "/", {}, async (page) => {
  await ready(page);
  await page
    .locator("#message")
    .fill(
      lines(
        "GET /echo/anything HTTP/1.1",
        `Host: ${HOST}`,
        "Authorization: Bearer {token}",
        "",
        "",
      ),
    );
  await codeWith(page, "{token}");
  await page.getByLabel("{token}").fill("s3cr3t-value");
  await page.getByLabel("{token}").press("Enter");
  assert.match(await sent(page, "200"), /Bearer s3cr3t-value/);
  assert.ok(!(await code(page)).includes("s3cr3t"));
  const stored = await page.evaluate(() =>
    JSON.stringify([location.href, { ...localStorage }, history.state]),
  );
  assert.ok(!stored.includes("s3cr3t"));
});

on("a request that cannot be sent is told, with help", "/", {}, async (page) => {
  await ready(page);
  await page.locator("#message").fill(lines("GET / HTTP/1.1", "Host: 127.0.0.1:1", "", ""));
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("#response-summary", { hasText: "Failed" }).waitFor();
  assert.notEqual(await page.locator(".failure .message").textContent(), "");
  assert.notEqual(await page.locator(".failure .help").first().textContent(), "");

  // The code comes after it was refused: what is wrong stays said.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const hold = (route) => held.then(() => route.continue());
  await page.route("**/api/snippets", hold, { times: 1 });
  await page
    .locator("#message")
    .fill(lines("GET / HTTP/1.1", `Host: ${HOST}`, "Authorization: Bearer YOUR_TOKEN", "", ""));
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator("#response-summary", { hasText: "Not sent" }).waitFor();
  release();
  await codeWith(page, "YOUR_TOKEN");
  const help = page.locator(".problem.error .help", { hasText: "{token}" });
  assert.match(await help.textContent(), /below/);
  await page.locator("#message").press("Control+End");
  await page.locator("#message").press("Enter");
  await page.locator(".problem").waitFor({ state: "detached" });
});

on("a body is shown as the text that it is", "/", {}, async (page) => {
  await ready(page);
  const shown = async (type, body) => {
    const answer = {
      version: "HTTP/1.1",
      status: 200,
      reason: "OK",
      fields: [{ name: "Content-Type", value: type }],
      size: 4,
      elapsed_ms: 1,
      challenge: null,
      ...body,
    };
    await page.route("**/api/send", (route) => route.fulfill({ json: answer }), { times: 1 });
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".status").waitFor();
    return page.locator("#response-card .body").textContent();
  };
  const base64 = (bytes) => ({ body_base64: Buffer.from(bytes).toString("base64") });
  assert.match(await shown('text/plain; Charset="ISO-8859-1"', base64([99, 97, 102, 233])), /café/);
  assert.match(await shown("application/octet-stream", base64([99, 97, 102, 233])), /not text/);
  assert.match(await shown("text/plain; charset=none", base64([99, 97, 102, 233])), /not text/);
  assert.match(await shown("application/json", { body: "\ufeff{}" }), /Pretty/);
});

on("what an example shows is said as long as it does", "/", {}, async (page) => {
  await ready(page);
  assert.notEqual(await page.locator("#about").textContent(), "");
  for (const typed of ["", "GET", lines("GET /other HTTP/1.1", "Host: a.example", "")]) {
    await page.locator("#message").fill(typed);
    await page.locator("#about:empty").waitFor({ state: "attached" });
  }
});

on("a placeholder without a value is asked for, and nothing is sent", "/", {}, async (page) => {
  await ready(page);
  await page
    .locator("#message")
    .fill(
      lines(
        "GET /echo/anything HTTP/1.1",
        `Host: ${HOST}`,
        "X-Filled: {filled}",
        "X-Empty: {empty}",
        "",
        "",
      ),
    );
  await codeWith(page, "{empty}");
  await page.getByLabel("{filled}").fill("one");
  await page.getByRole("button", { name: "Send" }).click();
  const problem = page.locator(".problem.error", { hasText: "{empty}" });
  await problem.waitFor();
  assert.equal(await page.locator(".problem").count(), 1);
  assert.equal(await problem.locator(".line").textContent(), "line 4");
  const focused = await page.evaluate(() => document.activeElement.parentElement.textContent);
  assert.equal(focused, "{empty}");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  assert.match(await sent(page, "200"), /"two"/);
  assert.equal(await page.locator(".problem").count(), 0);
});

on(
  "without JavaScript the page says what does the same",
  "/",
  { javaScriptEnabled: false },
  async (page) => {
    const notice = await page.locator(".notice", { hasText: "command line" }).boundingBox();
    const request = await page.locator("#message").boundingBox();
    assert.ok(notice.y + notice.height < request.y);
  },
);

on("colours are left out where they would take the page down", "/", {}, async (page) => {
  await ready(page);
  const colours = async (type, body) => {
    const fields = [{ name: "Content-Type", value: type }];
    const answer = { status: 200, fields, body, size: body.length, elapsed_ms: 1 };
    await page.route("**/api/send", (route) => route.fulfill({ json: answer }), { times: 1 });
    await page.getByRole("button", { name: "Send" }).click();
    const shown = await sent(page, "200");
    assert.ok(shown.replace(/\s/g, "") === body.replace(/\s/g, ""), body.slice(0, 20));
    return page.locator("#response-card pre span").count();
  };
  assert.ok((await colours("text/html", "<p>x</p>".repeat(100))) > 0);
  assert.equal(await colours("text/html", "<p>x</p>".repeat(6000)), 0);
  assert.ok((await colours("text/html", `<script>${"`${".repeat(10_000)}`)) > 0);
  assert.ok((await colours("application/json", `[${"1,".repeat(20_000)}1]`)) > 0);
  // A link may bring such a request.
  await page
    .locator("#message")
    .fill(lines("POST /deep HTTP/1.1", "Host: a.example", "", `<script>${"`${".repeat(6000)}`));
  await codeWith(page, "/deep");
});

on("the description of the API leaves the request where it is", "/", {}, async (page) => {
  await ready(page);
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "HTTP API" }).click();
  await (await opened).waitForURL("**/api/openapi.json");
});

on("sending can be cancelled", "/", {}, async (page) => {
  await ready(page);
  let asked;
  const waiting = new Promise((resolve) => (asked = resolve));
  await page.route("**/api/send", () => asked());
  await page.getByRole("button", { name: "Send" }).click();
  await waiting;
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.locator("#response").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "send");
});

const HOSTILE = `</script></textarea><img src=x onerror=alert(1)><script>alert(2)</script>"'\`\${alert(3)}`;

on("a hostile request and its response run nothing", "/", {}, async (page) => {
  await ready(page);
  const path = "/echo/anything/%3C/script%3E<img/src=x/onerror=alert(4)>?q=<svg/onload=alert(5)>";
  await page
    .locator("#message")
    .fill(
      lines(
        `POST ${path} HTTP/1.1`,
        `Host: ${HOST}`,
        `X-Hostile: ${HOSTILE}`,
        "Content-Type: text/html",
        "",
        HOSTILE,
      ),
    );
  await codeWith(page, "X-Hostile");
  for (const name of LANGUAGES) {
    await tab(page, name).click();
    for (const client of await page.locator("#clients label").all()) {
      await client.click();
      assert.equal(await page.locator("#snippet img, #snippet script, #snippet svg").count(), 0);
    }
  }
  // No server takes such a target: the field and the body go on.
  const message = page.locator("#message");
  await message.fill((await message.inputValue()).replace(path, "/echo/anything"));
  await page.getByRole("button", { name: "Send" }).click();
  const body = await sent(page, "200");
  assert.match(body, /<img src=x onerror=alert\(1\)>/);
  assert.equal(await page.locator("#response-card img, #response-card script").count(), 0);
});

on("a response of markup is shown as text", "/", {}, async (page) => {
  await ready(page);
  // A server of its own mind: every text in the answer is markup.
  const texts = { version: HOSTILE, reason: HOSTILE, body: HOSTILE };
  const fields = [
    { name: "Content-Type", value: "text/html" },
    { name: HOSTILE, value: HOSTILE },
  ];
  const challenge = {
    scheme: HOSTILE,
    error: HOSTILE,
    description: HOSTILE,
    realm: HOSTILE,
    scope: HOSTILE,
    explanation: HOSTILE,
  };
  await page.route("**/api/send", (route) =>
    route.fulfill({ json: { ...texts, status: 401, fields, challenge, size: 1, elapsed_ms: 1 } }),
  );
  await page.getByRole("button", { name: "Send" }).click();
  assert.equal(await sent(page, "401"), HOSTILE);
  await page.locator("#response-card summary").click();
  await page.getByRole("rowheader", { name: HOSTILE }).waitFor();
  assert.equal(await page.locator("#response img, #response script").count(), 0);
});

on(
  "a hostile link and hostile errors run nothing",
  "/examples/get-bearer-token",
  {},
  async (page) => {
    await ready(page);
    const state = {
      message: HOSTILE,
      lang: HOSTILE,
      auth: HOSTILE,
      scheme: HOSTILE,
      lineEnds: HOSTILE,
    };
    await page.goto(
      `${url}/?lang=${encodeURIComponent(HOSTILE)}#request=${Buffer.from(JSON.stringify(state)).toString("base64url")}`,
    );
    await page.locator(".problem.error").first().waitFor();
    await page.locator("#notice", { hasText: "There is no client named" }).waitFor();
    assert.equal(await page.locator("#message").inputValue(), HOSTILE);
    assert.equal(await page.locator("main img, main script").count(), 0);
  },
);

on("answers are shown in the order of the questions", "/?lang=shell/curl", {}, async (page) => {
  await ready(page);
  let release;
  let answered;
  const slow = new Promise((resolve) => (release = resolve));
  const late = new Promise((resolve) => (answered = resolve));
  await page.route("**/api/snippets", async (route) => {
    if (!route.request().postData().includes("/first")) return route.continue();
    const response = await route.fetch();
    await slow;
    await route.fulfill({ response }).catch(() => {});
    answered();
  });
  const message = (path) => lines(`GET ${path} HTTP/1.1`, "Host: api.example.com", "", "");
  const asked = page.waitForRequest((request) => request.postData()?.includes("/first"));
  await page.locator("#message").fill(message("/first"));
  await asked;
  await page.locator("#message").fill(message("/second"));
  await codeWith(page, "/second");
  release();
  await late;
  // Whatever the late answer would do is done when a later one has been shown.
  await page.locator("#message").fill(message("/second?third"));
  await codeWith(page, "/second?third");
  assert.ok(!(await code(page)).includes("/first"));
});

on(
  "late answers change nothing where they cannot be called off",
  "/?lang=shell/curl",
  {},
  async (page) => {
    await page.evaluate(() => {
      // A browser whose requests cannot be aborted.
      const ask = window.fetch;
      window.fetch = async (address, options = {}) => {
        const slow = options.body?.includes("/first");
        const response = await ask(address, { ...options, signal: undefined });
        if (slow) await new Promise((resolve) => (window.release = resolve));
        return response;
      };
    });
    await ready(page);
    const message = (path) => lines(`GET ${path} HTTP/1.1`, "Host: api.example.com", "", "");
    await page.locator("#message").fill(message("/first"));
    await page.waitForFunction(() => window.release);
    await page.locator("#message").fill(message("/second"));
    await codeWith(page, "/second");
    await page.evaluate(async () => {
      window.release();
      // A task later, all that hung on the late answer has run.
      await new Promise((resolve) => setTimeout(resolve));
    });
    assert.match(await code(page), /\/second/);
  },
);

on("a link restores the request, without its secrets", "/", {}, async (page) => {
  await ready(page);
  await page
    .locator("#message")
    .fill(
      lines(
        "POST http://ann:pa55word@api.example.com/a?access_token=qu3ry-s3cr3t&page=2 HTTP/1.1",
        "Host: api.example.com",
        "authorization: Bearer t0k3n-s3cr3t",
        "Cookie: session=c00kie-s3cr3t",
        "X-Api-Key: k3y-s3cr3t",
        "X-Folded-Token: one-s3cr3t",
        "Referer: https://api.example.com/?token=r3f-s3cr3t",
        "Content-Type: application/json",
        "",
        '{"client_secret": "b0dy-s3cr3t", "note": "täglich ✓", "again": "t0k3n-s3cr3t"}',
      ),
    );
  await tab(page, "PHP").click();
  await page.getByRole("switch", { name: "Exact" }).click();
  await page.getByLabel("Secrets").selectOption("env");
  await page.getByLabel("Name of the environment variable").fill("MY_TOKEN");
  await codeWith(page, "MY_TOKEN");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#announcer", { hasText: "Link copied" }).waitFor({ state: "attached" });
  await page.locator("#notice", { hasText: "placeholders in the place of your secrets" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const shared = Buffer.from(new URL(link).hash.replace("#request=", ""), "base64url").toString();
  assert.doesNotMatch(shared + link, /s3cr3t|pa55word/);
  assert.match(shared, /täglich ✓/);
  assert.match(shared, /Bearer \{token/);
  assert.match(shared, /page=2/);

  const other = await open(link);
  await codeWith(other, "MY_TOKEN");
  const message = await other.locator("#message").inputValue();
  assert.equal(message, JSON.parse(shared).message);
  assert.match(message, /authorization: Bearer \{token\d?\}/);
  assert.equal(await tab(other, "PHP").getAttribute("aria-selected"), "true");
  assert.equal(await other.getByRole("switch", { name: "Exact" }).isChecked(), true);
  assert.equal(await other.locator("#auth").inputValue(), "env");
  assert.equal(await other.locator(".problem.error").count(), 0);
  await other.getByRole("button", { name: "Copy link" }).click();
  await other.locator("#announcer", { hasText: "Link copied" }).waitFor({ state: "attached" });
  assert.equal(await other.locator("#notice").count(), 0);
  await close(other);
});

/** What a function of a module of the page gives for each of the arguments. */
const results = (page, module, name, all) =>
  page.evaluate(
    async ([module, name, all]) => {
      const { [name]: call } = await import(`/assets/${module}`);
      return all.map((one) => call(one));
    },
    [module, name, all],
  );

on("secrets are left out of links wherever they stand", "/", {}, async (page) => {
  const head = (...fields) => lines("GET / HTTP/1.1", "Host: a.example", ...fields, "", "");
  const body = (type, text) =>
    lines("POST / HTTP/1.1", "Host: a.example", `Content-Type: ${type}`, "", text);
  const cases = [
    [head("Authorization: Bearer s3cr3t"), head("Authorization: Bearer {token}")],
    [head("AUTHORIZATION:\tbasic  dTpw"), head("AUTHORIZATION:\tbasic  {token}")],
    [head("Authorization: s3cr3t"), head("Authorization: {token}")],
    [head("Proxy-Authorization: Digest a=b, c=d"), head("Proxy-Authorization: Digest {token}")],
    [
      head("Authorization: Bearer", "  s3cr3t"),
      head("Authorization: Bearer", "  {token2}").replace("Bearer", "{token}"),
    ],
    [head("Authorization Bearer s3cr3t"), head("Authorization Bearer {token}")],
    [head(" Authorization: Bearer s3cr3t"), head(" Authorization: Bearer {token}")],
    [
      head("Cookie: a=1; b=2", "X-Api-Key: k", "X-CSRF-Token: t"),
      head("Cookie: {token}", "X-Api-Key: {token2}", "X-CSRF-Token: {token3}"),
    ],
    [head("X-Api-Key: one", "X-Auth: one"), head("X-Api-Key: {token}", "X-Auth: {token}")],
    [
      head("Authorization: Bearer {token}", "X-Api-Key: k"),
      head("Authorization: Bearer {token}", "X-Api-Key: {token2}"),
    ],
    [head("Authorization: Bearer {{token}}"), head("Authorization: Bearer {{token}}")],
    [head(`Authorization: Bearer {${"s3cr3t".repeat(6)}}`), head("Authorization: Bearer {token}")],
    [head("X-Forward: Bearer abcdefghijklmnop1"), head("X-Forward: Bearer {token}")],
    [head("Accept: a/b", "X: y"), head("Accept: a/b", "X: y")],
    [
      "GET /?a=1&access%5Ftoken=x&key=y HTTP/1.1\n\n",
      "GET /?a=1&access%5Ftoken={token}&key={token2} HTTP/1.1\n\n",
    ],
    ["GET https://u:p@a.example/ HTTP/1.1\n\n", "GET https://{token}@a.example/ HTTP/1.1\n\n"],
    [
      body(
        "application/x-www-form-urlencoded",
        "grant_type=password&password=p&client_secret=s&name=n",
      ),
      body(
        "application/x-www-form-urlencoded",
        "grant_type=password&password={token}&client_secret={token2}&name=n",
      ),
    ],
    [
      body("application/json", '{"password": "a\\"b", "name": "n", "max_tokens": 5}'),
      body("application/json", '{"password": "{token}", "name": "n", "max_tokens": 5}'),
    ],
    [
      body("application/xml", "<a><password>p</password><name>n</name></a>"),
      body("application/xml", "<a><password>{token}</password><name>n</name></a>"),
    ],
    [
      body(
        "multipart/form-data; boundary=b",
        '--b\nContent-Disposition: form-data; name="password"\n\np\n--b--',
      ),
      body(
        "multipart/form-data; boundary=b",
        '--b\nContent-Disposition: form-data; name="password"\n\n{token}\n--b--',
      ),
    ],
    [
      body("text/plain", "see eyJhbGciOiJI.eyJzdWIi.c2ln here"),
      body("text/plain", "see {token} here"),
    ],
    [body("text/plain", "a=b, no secret: c"), body("text/plain", "a=b, no secret: c")],
    ["", ""],
    ["Authorization", "Authorization"],
  ];
  const found = await results(
    page,
    "secrets.js",
    "withoutSecrets",
    cases.map(([message]) => message),
  );
  cases.forEach(([, expected], index) => assert.equal(found[index], expected));
});

on(
  "JSON is laid out with its numbers, names and strings as they were sent",
  "/",
  {},
  async (page) => {
    const cases = [
      ["{}", "{}"],
      [" [ ] ", "[]"],
      ["1e400", "1e400"],
      [
        '{"a":1.0,"a":12345678901234567890}',
        lines("{", '  "a": 1.0,', '  "a": 12345678901234567890', "}"),
      ],
      [
        '["\\u0041\\"}{,:",{"b":[{}]}]',
        lines("[", '  "\\u0041\\"}{,:",', "  {", '    "b": [', "      {}", "    ]", "  }", "]"),
      ],
      ["{", null],
      ["<p>", null],
      ["[".repeat(200_000) + "]".repeat(200_000), null],
    ];
    const found = await results(
      page,
      "json.js",
      "layOut",
      cases.map(([text]) => text),
    );
    assert.deepEqual(
      found,
      cases.map(([, expected]) => expected),
    );
  },
);

on("placeholders are found where the server fills them in", "/", {}, async (page) => {
  const cases = [
    ["GET /{id}?q={{q}} HTTP/1.1\nHost: {host}\nX: {id}\n\n", ["id", "q", "host"]],
    ['POST / HTTP/1.1\nHost: a\n\n{"a":"{name}","query":"query {user}","b":{}}', ["name"]],
    ["POST / HTTP/1.1\nHost: a\n\na={one}&b=x{two}", ["one"]],
    ["GET /{1}/{a b} HTTP/1.1\n", []],
  ];
  const found = await results(
    page,
    "message.js",
    "placeholders",
    cases.map(([message]) => message),
  );
  assert.deepEqual(
    found,
    cases.map(([, names]) => names),
  );
});

for (const [what, fragment, said] of [
  ["a damaged link", "#request=eyJtZXNzYWdlIjoi", "damaged"],
  ["a link of no request", "#request=W10", "holds no request"],
]) {
  on(`${what} is said, and the page works`, `/${fragment}`, {}, async (page) => {
    await page.locator("#notice", { hasText: said }).waitFor();
    await ready(page);
    await page.getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await page.locator("#notice").count(), 0);
  });
}

on(
  "an example and a client that are not there are said",
  "/examples/nothing?lang=cobol",
  {},
  async (page) => {
    await page.locator("#notice", { hasText: "There is no example named “nothing”" }).waitFor();
    await page.locator("#notice", { hasText: "There is no client named “cobol”" }).waitFor();
    await ready(page);
  },
);

on("examples have addresses, and the history goes back and forward", "/", {}, async (page) => {
  await ready(page);
  const links = page.locator("#examples a");
  const [first, second, third] = await links.locator(".title").allTextContents();
  assert.match(first, /GET.*bearer/);
  assert.equal(await links.nth(0).getAttribute("aria-current"), "page");
  const message = page.locator("#message");
  const atFirst = await message.inputValue();
  await links.nth(1).click();
  await page.waitForURL(/\/examples\/post-json-bearer-token\?lang=/);
  assert.match(await page.title(), new RegExp(second));
  const atSecond = await message.inputValue();
  assert.notEqual(atSecond, atFirst);
  await message.fill(`${atSecond.replace("Bearer ", "Bearer edited-")}`);
  await codeWith(page, "edited-");
  await links.nth(2).click();
  await page.waitForFunction((title) => document.title.startsWith(title), third);
  await page.goBack();
  await codeWith(page, "edited-");
  assert.match(await message.inputValue(), /Bearer edited-/);
  await page.goBack();
  await page.waitForFunction((text) => document.getElementById("message").value === text, atFirst);
  assert.equal(await links.nth(0).getAttribute("aria-current"), "page");
  await page.goForward();
  await codeWith(page, "edited-");
  assert.equal(await links.nth(1).getAttribute("aria-current"), "page");
});

on(
  "an example opens at its address in the language asked for",
  "/examples/post-json-bearer-token?lang=java",
  {},
  async (page) => {
    await ready(page);
    assert.equal(await tab(page, "Java").getAttribute("aria-selected"), "true");
    assert.match(await page.locator("#message").inputValue(), /^POST /);
    await codeWith(page, "HttpRequest");
  },
);

on("language and client are remembered", "/", {}, async (page) => {
  await ready(page);
  await tab(page, "Python").click();
  await page.getByRole("radio", { name: "httpx" }).check({ force: true });
  await codeWith(page, "import httpx");
  await tab(page, "C#").click();
  await codeWith(page, "HttpClient");
  await page.goto(`${url}/`);
  await codeWith(page, "HttpClient");
  await tab(page, "Python").click();
  await codeWith(page, "import httpx");
  assert.equal(new URL(page.url()).searchParams.get("lang"), "python/httpx");
});

on(
  "exact and the ways to write secrets change the code",
  "/?lang=python/requests",
  {},
  async (page) => {
    await ready(page);
    await page
      .locator("#message")
      .fill(
        lines(
          "POST / HTTP/1.1",
          "Host: api.example.com",
          "Authorization: Bearer abc123",
          "Content-Type: application/json",
          "",
          '{"a":1}',
        ),
      );
    assert.match(await codeWith(page, "json={"), /abc123/);
    await page.getByRole("switch", { name: "Exact" }).click();
    await page.locator("#code", { hasNotText: "json=" }).waitFor();
    await page.getByLabel("Secrets").selectOption("placeholder");
    await codeWith(page, "<token>");
    await page.getByLabel("Text of the placeholder").fill("YOUR TOKEN");
    await codeWith(page, "YOUR TOKEN");
    await page.getByLabel("Secrets").selectOption("env");
    await codeWith(page, "API_TOKEN");
    await page.getByLabel("Name of the environment variable").fill("1 bad name");
    await page.locator("#stale", { hasText: "environment variable" }).waitFor();
    assert.equal(await page.locator(".problem").count(), 0);
    await page.getByLabel("Name of the environment variable").fill("GOOD_NAME");
    await codeWith(page, "GOOD_NAME");
    assert.equal(await page.locator(".problem").count(), 0);
  },
);

on("the whole page works with the keyboard alone", "/", {}, async (page) => {
  await ready(page);
  const focused = () =>
    page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the request");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "message");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(`GET /echo/anything HTTP/1.1\nHost: ${HOST}\n`);
  await codeWith(page, "/echo/anything");
  await page.keyboard.press("Control+Enter");
  await sent(page, "200");
  assert.equal(await focused(), "message");
  const stops = [];
  for (let count = 0; count < 40 && !stops.includes("tab-shell"); count += 1) {
    await page.keyboard.press("Tab");
    stops.push(await focused());
    const outlined = await page.evaluate(() => {
      const element = document.activeElement;
      const shown = element.matches(".segments input") ? element.nextElementSibling : element;
      return getComputedStyle(shown).outlineStyle;
    });
    assert.notEqual(outlined, "none", `no focus to be seen on ${stops.at(-1)}`);
  }
  assert.ok(
    stops.includes("send") && stops.includes("exact") && stops.includes("auth"),
    stops.join(),
  );
  // Left of the first is the last, and right of the last is the first.
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "tab-csharp");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "tab-shell");
  await page.keyboard.press("End");
  assert.equal(await focused(), "tab-csharp");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "tab-python");
  await codeWith(page, "import requests");
  assert.equal(await page.locator("#languages [tabindex='0']").count(), 1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await codeWith(page, "import httpx");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "copy");
  await page.keyboard.press("Enter");
  await page.locator("#announcer", { hasText: "Copied" }).waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await code(page));
});

on(
  "a server that is gone is said, and asked again at the next change",
  "/?lang=shell/curl",
  {},
  async (page) => {
    await ready(page);
    await page.route("**/api/snippets", (route) => route.abort());
    const message = (path) => lines(`GET ${path} HTTP/1.1`, "Host: api.example.com", "", "");
    await page.locator("#message").fill(message("/while-away"));
    await page.locator("#failure", { hasText: "does not answer" }).waitFor();
    await page.unroute("**/api/snippets");
    await page.locator("#message").fill(message("/back-again"));
    await codeWith(page, "/back-again");
    assert.equal(await page.locator("#failure").count(), 0);
  },
);

test("a server that is gone at the start is asked again at the next change", async () => {
  const page = await open("/api/clients");
  await page.route("**/api/*", (route) => route.abort());
  await page.goto(url);
  await page.locator("#failure", { hasText: "does not answer" }).waitFor();
  await page.unroute("**/api/*");
  await page
    .locator("#message")
    .fill(lines("GET /typed HTTP/1.1", "Host: api.example.com", "", ""));
  await codeWith(page, "/typed");
  assert.ok((await page.locator("#examples a").count()) > 5);
  await close(page);
});

test("what is typed before the server has answered stays, and so does the caret", async () => {
  const page = await open("/api/clients");
  let answer;
  const slow = new Promise((resolve) => (answer = resolve));
  await page.route("**/api/clients", (route) => slow.then(() => route.continue()));
  await page.goto(url);
  await page.locator("#message").pressSequentially("GET /typed HTTP/1.1\nHost: api.");
  answer();
  await page.locator("#examples a").first().waitFor();
  await page.keyboard.type("example.com\n");
  await codeWith(page, "https://api.example.com/typed");
  await close(page);
});

on("the text of the request lies exactly over its colours", "/", {}, async (page) => {
  await ready(page);
  const long = `X-Long: ${"wide ".repeat(80)}`;
  const message = lines(
    "POST /a HTTP/1.1",
    "Host: api.example.com",
    long,
    "\tX",
    "",
    ..."body 😀 漢字 é\t.".repeat(60).split(" "),
  );
  await page.locator("#message").fill(message);
  const sizes = await page.evaluate(() => {
    const area = document.getElementById("message");
    const mirror = document.getElementById("mirror");
    area.setSelectionRange(area.value.length, area.value.length);
    const rounded = ({ x, y, width, height }) => [x, y, width, height].map(Math.round);
    return {
      overflow: [area.scrollWidth - area.clientWidth, area.scrollHeight - area.clientHeight],
      scrolled: [area.scrollTop, area.scrollLeft],
      same:
        rounded(area.getBoundingClientRect()).join() ===
        rounded(mirror.getBoundingClientRect()).join(),
      text: mirror.textContent === `${area.value} `,
    };
  });
  assert.deepEqual(sizes, { overflow: [0, 0], scrolled: [0, 0], same: true, text: true });
  await page.emulateMedia({ forcedColors: "active" });
  const visible = await page.locator("#message").evaluate((area) => getComputedStyle(area).color);
  assert.notEqual(visible, "rgba(0, 0, 0, 0)");
});

on("the caret is never below the numbers of the lines", "/", {}, async (page) => {
  await ready(page);
  const message = page.locator("#message");
  await message.fill(`GET /${"long".repeat(60)} HTTP/1.1`);
  await message.press("Home");
  await message.press("End");
  await page.waitForFunction(() => document.querySelector(".editor").scrollLeft > 0);
  await message.press("Enter");
  await page.waitForFunction(() => document.querySelector(".editor").scrollLeft === 0);
});

on(
  "at 320 pixels nothing scrolls sideways",
  "/",
  { viewport: { width: 320, height: 740 } },
  async (page) => {
    const fits = async (what) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${what}: ${width}`);
    };
    await ready(page);
    await fits("an example");
    await page.getByRole("button", { name: "Examples" }).click();
    await page.locator("#examples a").nth(3).click();
    await page.waitForURL(/\/examples\/upload-file/);
    assert.equal(await page.locator("#gallery").isVisible(), false);
    await page.getByLabel("Secrets").selectOption("env");
    await fits("another example");
    await page
      .locator("#message")
      .fill(lines(`GET /echo/anything/${"long".repeat(60)} HTTP/1.1`, `Host: ${HOST}`, "", ""));
    await codeWith(page, "longlong");
    await page.getByRole("button", { name: "Send" }).click();
    await sent(page, "200");
    await page.locator("#response-card summary").click();
    await fits("a response");
    await page.locator("#message").fill("GET / HTTP/1.1\nHost: a\nBad Name: x\n\n");
    await page.locator(".problem").first().waitFor();
    await fits("errors");
    const name = "n".repeat(60);
    await page.locator("#message").fill(lines(`GET /{${name}} HTTP/1.1`, `Host: ${HOST}`, "", ""));
    await codeWith(page, name);
    const { x, width } = await page.getByLabel(name).boundingBox();
    assert.ok(width > 100 && x + width < 320, `${x} ${width}`);
    const answer = { status: 200, reason: "x".repeat(400), fields: [], size: 0, elapsed_ms: 1 };
    await page.route("**/api/send", (route) => route.fulfill({ json: answer }));
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".status", { hasText: "xxx" }).waitFor();
    await fits("a long reason");
  },
);

on(
  "dark follows the system, and a choice is remembered",
  "/",
  { colorScheme: "dark" },
  async (page) => {
    await ready(page);
    const light = () =>
      page.evaluate(() => {
        const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
        return Number(red) > 128;
      });
    assert.equal(await light(), false);
    const toggle = page.getByRole("button", { name: "Dark theme" });
    assert.equal(await toggle.getAttribute("aria-pressed"), "true");
    await toggle.click();
    assert.equal(await light(), true);
    await page.reload();
    await ready(page);
    assert.equal(await light(), true);
    await toggle.click();
    assert.equal(await light(), false);
  },
);

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
]) {
  on(
    `axe finds nothing to object to (${name})`,
    "/?lang=javascript/fetch",
    options,
    async (page) => {
      await ready(page);
      const check = async (state) => {
        // Axe is a tool of the test: it is evaluated, as no script of the page could be.
        await page.evaluate(axe);
        const violations = await page.evaluate(async () => {
          const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
          );
        });
        assert.deepEqual(violations, [], state);
      };
      await check("an example");
      await page
        .locator("#message")
        .fill(
          lines(
            "GET /echo/auth/bearer HTTP/1.1",
            `Host: ${HOST}`,
            "Authorization: Bearer wrong",
            "Cookie: a=b",
            "",
            "",
          ),
        );
      await page.locator(".verdict.noted").waitFor();
      await page.keyboard.press("Control+Enter");
      await page.locator(".status", { hasText: "401" }).waitFor();
      await page.locator("#response-card summary").click();
      await check("a note and a response");
      await page.locator("#message").fill("GET / HTTP/1.1\nHost: a\nBad Name: x\n\n");
      await page.locator(".problem").first().waitFor();
      await page.getByLabel("Secrets").selectOption("env");
      await check("errors");
      if (name === "narrow") {
        await page.getByRole("button", { name: "Examples" }).click();
        await check("the gallery");
      }
    },
  );
}

test("where sending is off the page says so", async () => {
  const page = await open(process.env.SNIPPETGEN_URL_WITHOUT_SENDING);
  page.faults.length = 0;
  await ready(page);
  assert.equal(await page.getByRole("button", { name: "Send" }).count(), 0);
  await page.getByText("Sending is off on this server").waitFor();
  await page.keyboard.press("Control+Enter");
  assert.equal(await page.locator("#response").isVisible(), false);
  page.faults.length = 0;
  await close(page);
});
