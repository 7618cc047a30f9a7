// Runs many snippets in one headless Chromium, each in a document and an origin of its own. A few
// pages serve them all: to open one costs more than to load a document.
//
// Arguments: the time limit in milliseconds, the folder of npm's packages, the path of the page and
// the browser. A job is: number, authority, kind of script, file, and perhaps a library to load
// first. See helper.rs for the rest.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [limit, modules, path, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)("playwright-core");

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function run(page, authority, kind, file, library) {
  try {
    await page.goto(`http://${authority}${path}`);
    if (library) await page.addScriptTag({ content: readFileSync(library, "utf8") });

    let sent = 0;
    let open = 0;
    let last = Date.now();
    let failure;
    const ends = () => {
      open -= 1;
      last = Date.now();
    };
    page.on("request", () => {
      sent += 1;
      open += 1;
      last = Date.now();
    });
    page.on("requestfinished", ends);
    page.on("requestfailed", ends);
    page.on("pageerror", (error) => (failure ??= error.stack || String(error)));
    page.on("crash", () => (failure ??= "the page crashed"));

    const deadline = Date.now() + Number(limit);
    const running = page.evaluate(
      ([type, code]) => {
        const script = document.createElement("script");
        script.type = type;
        script.textContent = code;
        document.body.append(script);
      },
      [kind, readFileSync(file, "utf8")],
    );
    running.catch((error) => (failure ??= String(error)));
    let evaluated = false;
    running.then(() => (evaluated = true)).catch(() => {});
    while (Date.now() < deadline) {
      await sleep(20);
      if (failure) return ["failed", failure];
      if (!evaluated || open > 0) continue;
      // A quiet page has had its say: errors and second requests come at once.
      const quiet = Date.now() - last;
      if (sent > 0 && quiet > 100) return ["ended", ""];
      if (sent === 0 && quiet > 3000) return ["ended", ""];
    }
    return ["timed out", ""];
  } finally {
    page.removeAllListeners();
  }
}

function answer(number, outcome, detail) {
  const text = detail.slice(0, 4000).replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  process.stdout.write(`${number}\t${outcome}\t${text.replaceAll("\t", "\\t")}\n`);
}

const jobs = [];
for await (const line of createInterface({ input: process.stdin })) jobs.push(line.split("\t"));

const context = await browser.newContext();

async function work() {
  let page = await context.newPage();
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    const [number, ...rest] = job;
    const result = await run(page, ...rest).catch((error) => ["failed", String(error)]);
    answer(number, ...result);
    if (result[0] === "timed out" || page.isClosed()) {
      await Promise.race([page.close().catch(() => {}), sleep(2000)]);
      page = await context.newPage();
    }
  }
}

// Most of a run is waiting for quiet, so more pages than cores are kept going.
await Promise.all([work(), work(), work(), work(), work(), work()]);
await browser.close();
