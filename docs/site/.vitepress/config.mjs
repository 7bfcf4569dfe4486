import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { linksToSource } from "../links-to-source.ts";
import { sidebar } from "../sidebar.ts";

const vue = dirname(fileURLToPath(import.meta.resolve("vue/package.json")));

// VitePress, as it takes Markdown as it is: these pages are read in the repository too, and run as
// tests. Starlight would have each begin with a title in front matter.
export default defineConfig({
  title: "evalpool",
  description: "Evaluates image classifiers over whole data sets, in parallel, in TypeScript",
  lang: "en",
  // Where the site is not at the root of its host, as on GitHub Pages: /evalpool/.
  base: process.env["SITE_BASE"] ?? "/",
  srcDir: "../..",
  srcExclude: ["{packages,apps,test,api,docs/site,docs/peers}/**", ".*/**"],
  rewrites: { "README.md": "index.md" },
  outDir: "dist",
  // Made by TypeDoc and by the playground's own build, and put beside the pages after them.
  ignoreDeadLinks: [/^\/(api|playground)\//],
  markdown: { config: (md) => void md.use(linksToSource) },
  vite: {
    // Pages lie outside of this directory, where no Vue is found.
    resolve: { alias: [{ find: /^vue(?=$|\/)/, replacement: vue }] },
    // The project's own names a target that is newer than this Vite.
    esbuild: { tsconfigRaw: "{}" },
  },
  themeConfig: {
    nav: [
      { text: "Playground", link: "/playground/index.html", target: "_self" },
      { text: "API", link: "/api/index.html", target: "_self" },
    ],
    sidebar,
    search: { provider: "local" },
    outline: [2, 3],
  },
});
