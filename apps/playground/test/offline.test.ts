import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));

/** Until the page's files are kept. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** What is needed for that comes late, as a file of its own. */
async function savePicture(page: Page): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save picture" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("picture.png");
}

describePage("the page that is kept", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  test("is there by each of its names without a network", async () => {
    const server = await servePlayground();
    onTestFinished(() => server.close());
    const { page, complaints } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    await kept(page);
    await page.context().setOffline(true);
    for (const name of ["", "index.html", "?from=a-link", "index.html?from=a-link#image=1"]) {
      await page.goto(server.url + name);
      await page.getByText(/reads it as \d/).waitFor();
    }
    expect(complaints).toEqual([]);
  });

  test("stays whole while it is open, when another version is on the host", async () => {
    const outDir = mkdtempSync(join(tmpdir(), "evalpool-playground-"));
    cpSync(dist, outDir, { recursive: true });
    const server = await servePlayground(true, outDir);
    onTestFinished(async () => {
      await server.close();
      rmSync(outDir, { recursive: true });
    });
    const { page, complaints } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    await page.getByText(/reads it as \d/).waitFor();
    await kept(page);

    deployAnother(outDir);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
    });
    const versions = (): Promise<string[]> => page.evaluate(() => caches.keys());
    await expect.poll(versions).toContain("another");
    const isWaiting = (): Promise<boolean> =>
      page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null);
    await expect.poll(isWaiting).toBe(true);
    await savePicture(page);
    expect(complaints).toEqual([]);

    // Once it has been left, the other one takes its place, and its files are forgotten: who is back
    // before the browser has noticed is given the older one again, and stays away for longer.
    let away = 0;
    const leave = async (): Promise<string[]> => {
      await page.goto("about:blank");
      await page.waitForTimeout((away += 250));
      await page.goto(server.url);
      return versions();
    };
    await expect.poll(leave, { timeout: 40_000 }).toEqual(["another"]);
  });
});

/** Puts another version there, of a page and icon alone. */
function deployAnother(outDir: string): void {
  rmSync(join(outDir, "assets"), { recursive: true });
  const file = join(outDir, "service-worker.js");
  const [, , ...code] = readFileSync(file, "utf8").split("\n");
  writeFileSync(
    file,
    ['const FILES = ["./", "icon.svg"];', 'const VERSION = "another";', ...code].join("\n"),
  );
}
