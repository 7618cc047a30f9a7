// Build it: docusaurus build
const { execFileSync } = require("node:child_process");

module.exports = {
  title: "Users",
  url: "https://docs.example.com",
  baseUrl: "/",
  presets: [["classic", { blog: false, docs: { routeBasePath: "/" } }]],
  markdown: {
    preprocessor({ filePath, fileContent }) {
      const command = ["docs", "render", "--flavor", "docusaurus", "--stdin-filename", filePath];
      const stdio = ["pipe", "pipe", "inherit"];
      return execFileSync("snippetgen", command, { input: fileContent, encoding: "utf8", stdio });
    },
  },
  themeConfig: { prism: { additionalLanguages: ["bash", "http"] } },
};
