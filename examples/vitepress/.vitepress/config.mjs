// Build it: vitepress build
import { execFileSync } from "node:child_process";

const snippetgen = {
  name: "snippetgen",
  enforce: "pre",
  transform(page, id) {
    if (!id.endsWith(".md")) return;
    const command = ["docs", "render", "--flavor", "vitepress", "--stdin-filename", id];
    const stdio = ["pipe", "pipe", "inherit"];
    return execFileSync("snippetgen", command, { input: page, encoding: "utf8", stdio });
  },
};

export default {
  title: "Users",
  vite: { plugins: [snippetgen] },
};
