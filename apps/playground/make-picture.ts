// Makes the picture of the playground that README.md and docs/ show, from the built page: `pnpm run
// docs:pictures`.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { chromiumFlags, chromiumPath } from "../../test/chromium.ts";

/** A drawn seven. */
const hash = "#image=drawn:ABFNQFpAZkBzQIBAjUCaQKZAs0CrUqNjm3WThouYg6p7u3PN";

if (chromiumPath === undefined) throw new Error("expected chromium on PATH or as CHROME_PATH");
const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.url));
const server = await preview({ configFile, preview: { port: 0 } });
const browser = await chromium.launch({ executablePath: chromiumPath, args: [...chromiumFlags] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.resolvedUrls?.local[0]}${hash}`);
  await page.getByText("reads it as 7").waitFor();
  await page.getByText("Images of synthetic").waitFor();
  const path = fileURLToPath(new URL("../../docs/playground.png", import.meta.url));
  await page.screenshot({ path, fullPage: true });
} finally {
  await browser.close();
  await server.close();
}
