// A browser for the tests of the page, and what they all watch for.
//
// The environment says where things are: SNIPPETGEN_URL the server, SNIPPETGEN_MODULES the folder of
// npm's packages, SNIPPETGEN_CHROMIUM the browser.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

export const { SNIPPETGEN_URL: url, SNIPPETGEN_MODULES: modules } = process.env;
export const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");

/** Long enough for a slow machine; a test that waits so long has failed. */
const PATIENCE = 90_000;

export const browser = await chromium.launch({
  executablePath: process.env.SNIPPETGEN_CHROMIUM,
  timeout: PATIENCE,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

/** A page in a profile of its own. `faults` fills with whatever must never happen. */
export async function open(address = "/", options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error.stack)));
  page.on("dialog", (dialog) => {
    page.faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.faults.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== new URL(url).origin) {
      page.faults.push(`asked elsewhere: ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(new URL(address, url).href);
  return page;
}

/** Ends with a page: nothing happened to it that must never happen. */
export async function close(page) {
  page.faults.push(...(await page.evaluate(() => window.violations)));
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
