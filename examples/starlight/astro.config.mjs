// Build it: astro build
import { execFileSync } from "node:child_process";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

const snippetgen = {
  name: "snippetgen",
  enforce: "pre",
  transform(page, id) {
    if (!id.endsWith(".mdx")) return;
    const command = ["docs", "render", "--flavor", "starlight", "--stdin-filename", id];
    const stdio = ["pipe", "pipe", "inherit"];
    return execFileSync("snippetgen", command, { input: page, encoding: "utf8", stdio });
  },
};

export default defineConfig({
  integrations: [starlight({ title: "Users" })],
  vite: { plugins: [snippetgen] },
});
