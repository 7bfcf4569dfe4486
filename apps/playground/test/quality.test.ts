import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { views } from "../src/state/place-hash.js";
import { drawDigit, seven } from "./draw-digit.js";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where pictures of the views are left, to be looked at. */
const pictures = fileURLToPath(new URL("pictures/", import.meta.url));

/** Each view when there is something to see on it. */
const ready: Readonly<Record<keyof typeof views, (page: Page) => Promise<unknown>>> = {
  async watch(page) {
    await page.getByText(/reads it as \d/).waitFor();
    await drawDigit(page, seven);
    await page.getByText("reads it as 7").waitFor();
  },
  async evaluate(page) {
    await page.getByRole("button", { name: "Evaluate 10,000 images" }).click();
    await page.getByText(/^Evaluated 10,000 images/).waitFor();
  },
  examples: (page) => page.getByRole("heading", { level: 2 }).first().waitFor(),
  functions: (page) => page.getByRole("heading", { level: 2 }).first().waitFor(),
};

const cases = (Object.keys(views) as (keyof typeof views)[]).flatMap((view) =>
  (["light", "dark"] as const).flatMap((colorScheme) =>
    [1280, 360].map((width) => ({ view, colorScheme, width })),
  ),
);

describePage("the page", () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    [server, browser] = await Promise.all([servePlayground(), openChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test.each(cases)(
    "$view in $colorScheme at $width px is accessible and fits",
    async ({ view, colorScheme, width }) => {
      const { page, complaints } = await openPlayground(browser, `${server.url}#view=${view}`, {
        colorScheme,
        viewport: { width, height: 900 },
        reducedMotion: "reduce",
      });
      onTestFinished(() => page.context().close());
      await ready[view](page);
      await page.screenshot({
        path: `${pictures}${view}-${colorScheme}-${width}.png`,
        fullPage: true,
      });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
      );
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(complaints).toEqual([]);
    },
  );

  test("what is loaded first is below 400 KB compressed, without weights", async () => {
    const { page } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(new URL(request.url()).pathname.slice(1)));
    await page.reload();
    await page.getByText(/reads it as \d/).waitFor();
    const built = fileURLToPath(new URL("../dist/", import.meta.url));
    const sizes = [...asked]
      .filter((name) => !name.endsWith(".safetensors"))
      .map((name) => gzipSync(readFileSync(join(built, name || "index.html"))).length);
    expect(asked).toContain("");
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(400_000);
  });

  test("once it has been loaded it works without a network, all of it", async () => {
    const { page, complaints } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(/reads it as \d/).waitFor();
    await page.getByRole("combobox", { name: "Network" }).selectOption("cnn");
    await page
      .getByText(/conv2d/)
      .first()
      .waitFor();
    for (const view of ["evaluate", "examples", "functions"] as const) {
      await page.getByRole("link", { name: views[view] }).click();
      await ready[view](page);
    }
    expect(complaints).toEqual([]);
  });

  test("it may ask nobody but the mirrors, and says so", async () => {
    const { page } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    const policy = await page
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("'unsafe-eval'");
    const refused = await page.evaluate(async () => {
      const { promise, resolve } = Promise.withResolvers<string>();
      document.addEventListener("securitypolicyviolation", (event) =>
        resolve(event.effectiveDirective),
      );
      await fetch("https://example.org/").catch(() => undefined);
      return promise;
    });
    expect(refused).toBe("connect-src");
  });
});
