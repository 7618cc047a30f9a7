// Takes the picture of the page that the README shows. scripts/screenshot starts the server for it.
//
// Argument: the file to write.

import { browser, close, open } from "./browser.mjs";

const page = await open("/examples/post-json-bearer-token?lang=node/axios", {
  colorScheme: "light",
  viewport: { width: 1280, height: 860 },
});
await page.locator(".verdict").waitFor();
await page.getByRole("button", { name: "Send" }).click();
await page.locator(".status").waitFor();
await page.evaluate(() => {
  document.activeElement.blur();
  scrollTo(0, 0);
});
await page.mouse.move(0, 0);
await page.screenshot({ path: process.argv[2] });
await close(page);
await browser.close();
