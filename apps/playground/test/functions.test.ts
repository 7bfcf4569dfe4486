import { activations, tensor } from "@evalpool/tensor";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

/** The cells of a table's rows, the first of which heads the row. */
async function cellsOf(page: Page, label: string): Promise<string[][]> {
  const rows = page.getByRole("region", { name: label }).locator("tbody tr");
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
}

describePage("activation functions", { timeout: 120_000 }, () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  beforeAll(async () => {
    server = await servePlayground();
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(hash = "") {
    const opened = await openPlayground(browser, `${server.url}#view=functions${hash}`);
    await opened.page.getByRole("heading", { name: "softmax(x)" }).waitFor();
    return opened;
  }

  test("at each x each is what the tensor package gives", async () => {
    const { page, complaints, requests } = await open();
    const names = ["step", "sigmoid", "relu", "identity"] as const;
    const typed = page.getByRole("spinbutton", { name: "x as a number" });
    for (const x of [-4, -0.37, 0, 2.5]) {
      await typed.fill(String(x));
      await typed.press("Enter");
      await page.getByRole("columnheader", { name: `f(${x})`, exact: true }).waitFor();
      const cells = await cellsOf(page, "Values at x");
      expect(cells.map(([name]) => name?.replace(/\(.*/, ""))).toEqual(names);
      for (const [i, name] of names.entries()) {
        const [value = NaN] = activations[name](tensor([x])).data;
        expect(Number(cells[i]?.[1])).toBeCloseTo(value, 8);
      }
      expect(cells[0]?.[2]).toBe(x === 0 ? "none" : "0");
    }
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
  });

  test("the curves are read under the pointer, and with arrow keys", async () => {
    const { page } = await open();
    const chart = page.getByRole("img", { name: "Curves from -5 to 5" });
    const { width, height } = (await chart.boundingBox()) ?? { width: 0, height: 0 };
    // Halfway between the margins: x = 0.
    await chart.hover({ position: { x: ((44 + 628) / 2 / 640) * width, y: height / 2 } });
    await page.getByRole("columnheader", { name: /^f\(-?0(\.0\d)?\)$/ }).waitFor();
    const slider = page.getByRole("slider", { name: "x", exact: true });
    const before = Number(await slider.inputValue());
    await slider.press("ArrowRight");
    const after = Number((before + 0.01).toFixed(2));
    await page.getByRole("columnheader", { name: `f(${after})`, exact: true }).waitFor();
  });

  test("those that are chosen are shown, in the address and the command", async () => {
    const { page } = await open();
    await page.getByRole("checkbox", { name: "step" }).uncheck();
    await page.getByRole("checkbox", { name: "identity" }).uncheck();
    await page.getByText("evalpool plot sigmoid relu softmax").waitFor();
    // The end of it too: the address follows a little later.
    await page.waitForURL(/functions=sigmoid%2Crelu%2Csoftmax(&|$)/);
    await page.reload();
    await page.getByRole("heading", { name: "softmax(x)" }).waitFor();
    await expect.poll(() => cellsOf(page, "Values at x")).toHaveLength(2);
    await page.getByRole("checkbox", { name: "softmax" }).uncheck();
    await page.getByRole("heading", { name: "softmax(x)" }).waitFor({ state: "detached" });
  });

  test("a constant that is added to each changes no share, however large", async () => {
    const { page } = await open();
    const sharesOf = async (): Promise<(string | undefined)[]> =>
      (await cellsOf(page, "Shares")).map(([, share]) => share);
    const shares = await sharesOf();
    expect(shares).toEqual(["0.09003057", "0.24472847", "0.66524096"]);
    await page.getByRole("button", { name: "Add 1,000 to each" }).click();
    await page.getByRole("rowheader", { name: "1002" }).waitFor();
    expect(await sharesOf()).toEqual(shares);
    expect((await cellsOf(page, "Shares")).map(([, , , power]) => power)).toEqual(["∞", "∞", "∞"]);
    await page.getByRole("button", { name: "Reset to 0, 1, 2" }).click();
    await page.getByRole("slider", { name: "x[0]" }).press("End");
    await page.getByRole("rowheader", { name: "10" }).waitFor();
    // np.exp([10, 1, 2]) / np.sum(np.exp([10, 1, 2]))
    expect((await sharesOf())[0]).toBe("0.99954134");
  });
});
