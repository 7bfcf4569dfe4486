import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { fromHash } from "../src/state/place-hash.js";
import { strokesFromText, type Strokes } from "../src/picture/strokes.js";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

/** What is drawn, as the address says. */
function drawn(page: Page): Strokes | undefined {
  const { image } = fromHash(new URL(page.url()).hash);
  return strokesFromText(image.replace("drawn:", ""));
}

describePage("the pad", () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([servePlayground(), openChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(options?: BrowserContextOptions): Promise<Page> {
    const { page, complaints } = await openPlayground(browser, server.url, options);
    onTestFinished(async () => {
      await page.context().close();
      expect(complaints).toEqual([]);
    });
    await page.getByText(/reads it as \d/).waitFor();
    return page;
  }

  test("a digit is drawn by keys alone", async () => {
    const page = await open();
    const press = async (...keys: readonly (readonly [key: string, times: number])[]) => {
      for (const [key, times] of keys) {
        for (let i = 0; i < times; i++) await page.keyboard.press(key);
      }
    };
    const pad = page.getByRole("application", { name: "Empty pad" });
    while (!(await pad.evaluate((element) => element === document.activeElement))) {
      await page.keyboard.press("Tab");
    }
    await page.getByText("Arrow keys move the pen").waitFor();
    await press(["ArrowUp", 8], ["Space", 1]);
    await page.getByRole("application", { name: "Drawing of 1 stroke, pen down" }).waitFor();
    await press(["ArrowDown", 16], ["Space", 1]);
    await page.getByText("reads it as 1").waitFor();
    const stroke = Array.from({ length: 17 }, (_, i) => [128, 64 + 8 * i]);
    await expect.poll(() => drawn(page)).toEqual([stroke]);
    await press(["Backspace", 1]);
    await page.getByRole("application", { name: "Empty pad" }).waitFor();
  });

  test("a second finger draws nothing, also when the first is lifted before", async () => {
    const page = await open({ hasTouch: true });
    const pad = page.locator("canvas.pad");
    await pad.scrollIntoViewIfNeeded();
    const { x, y, width } = (await pad.boundingBox())!;
    const client = await page.context().newCDPSession(page);
    const touch = (
      type: "touchStart" | "touchMove" | "touchEnd",
      fingers: Readonly<Record<number, readonly [x: number, y: number]>>,
    ) =>
      client.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: Object.entries(fingers).map(([id, at]) => ({
          ...{ id: Number(id), x: x + at[0] * width, y: y + at[1] * width },
        })),
      });
    await touch("touchStart", { 1: [0.25, 0.25] });
    await touch("touchStart", { 1: [0.25, 0.25], 2: [0.75, 0.25] });
    await touch("touchMove", { 1: [0.25, 0.5], 2: [0.75, 0.5] });
    await touch("touchMove", { 1: [0.25, 0.75], 2: [0.75, 0.75] });
    await touch("touchEnd", { 2: [0.75, 0.75] });
    await touch("touchMove", { 2: [0.75, 0.9] });
    await touch("touchEnd", {});
    await touch("touchStart", { 3: [0.5, 0.5] });
    await touch("touchEnd", {});
    await page.getByRole("application", { name: "Drawing of 2 strokes" }).waitFor();
    await expect.poll(() => drawn(page)?.length).toBe(2);
    const [first, second] = drawn(page)!;
    // All on the way of the first finger, and to its end.
    for (const [across] of first!) expect(Math.abs(across - 64)).toBeLessThan(3);
    expect(first!.at(-1)![1]).toBeGreaterThan(185);
    expect(second).toHaveLength(1);
  });
});
