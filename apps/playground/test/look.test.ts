import { test } from "vitest";
import { openChromium, openPlayground, servePlayground } from "./playground.js";
import { drawDigit, seven } from "./draw-digit.js";
test("look", async () => {
  const server = await servePlayground();
  const browser = await openChromium();
  const t = performance.now();
  const { page, complaints, requests } = await openPlayground(browser, server.url, { viewport: { width: Number(process.env["W"] ?? 1280), height: 900 }, colorScheme: (process.env["SCHEME"] ?? "light") as "light" });
  await page.waitForTimeout(4000);
  if (process.env["DRAW"]) await drawDigit(page, seven);
  await page.waitForTimeout(1500);
  console.log(complaints, requests, await page.evaluate(() => [crossOriginIsolated, location.href, document.querySelector("main")?.innerText]), performance.now() - t);
  await page.screenshot({ path: "/tmp/look.png", fullPage: true });
  await browser.close(); await server.close();
});
