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
  // Whoever waits for the answers has a limit.
  timeout: 0,
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

/** One turn of the page's own time, in which it does what it has to do. */
const turn = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 20)));

async function run(page, authority, kind, file, library) {
  let timer;
  try {
    await page.goto(`http://${authority}${path}`);
    if (library) await page.addScriptTag({ content: readFileSync(library, "utf8") });

    let sent = 0;
    let open = 0;
    let quiet = 0;
    const ends = () => {
      open -= 1;
      quiet = 0;
    };
    page.on("request", () => {
      sent += 1;
      open += 1;
      quiet = 0;
    });
    page.on("requestfinished", ends);
    page.on("requestfailed", ends);
    const failed = new Promise((done) => {
      page.on("pageerror", (error) => done(["failed", error.stack || String(error)]));
      page.on("crash", () => done(["failed", "the page crashed"]));
    });
    const late = new Promise((done) => {
      timer = setTimeout(done, Number(limit), ["timed out", ""]);
    });
    const ended = async () => {
      await page.evaluate(
        ([type, code]) => {
          const script = document.createElement("script");
          script.type = type;
          script.textContent = code;
          document.body.append(script);
        },
        [kind, readFileSync(file, "utf8")],
      );
      // A quiet page has had its say: errors and second requests come at once. Its own turns tell,
      // since a busy machine may let it wait.
      while (open > 0 || quiet < (sent > 0 ? 5 : 150)) {
        await turn(page);
        quiet += 1;
      }
      return ["ended", ""];
    };
    return await Promise.race([ended(), failed, late]);
  } finally {
    clearTimeout(timer);
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
