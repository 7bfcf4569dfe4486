import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { offline } from "./offline.ts";

// Where a server says so, pages share memory between their threads. Any host will do without.
const isolated = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  // Files find each other wherever they are put.
  base: "./",
  plugins: [contentSecurityPolicy(), offline()],
  build: { target: "es2024", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  worker: { format: "es" },
  preview: { headers: isolated },
});
