import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { evalCommand } from "./eval-command.js";
import {
  describePage,
  openChromium,
  openPlayground,
  servePlayground,
  type OpenedPage,
} from "./playground.js";

async function evaluate(page: Page, threads?: number, batchSize?: number): Promise<void> {
  if (threads !== undefined) await page.getByLabel("Threads").fill(String(threads));
  if (batchSize !== undefined) await page.getByLabel("Batch size").fill(String(batchSize));
  await page.getByRole("button", { name: "Evaluate 10,000 images" }).click();
  await page.getByText("Evaluating…").waitFor({ state: "detached" });
  await page.getByText(/^Evaluated 10,000 images in/).waitFor();
}

async function confusionMatrix(page: Page): Promise<number[][]> {
  const rows = await page.locator(".matrix tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.locator("td").allInnerTexts()));
  return cells.map((row) => row.map((text) => (text === "·" ? 0 : Number(text))));
}

/** The file that the page gives of the predictions. */
async function savePredictions(page: Page, file: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save predictions" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("mlp-synthetic-predictions.jsonl");
  await download.saveAs(file);
  return readFile(file, "utf8");
}

describePage.each([{ isIsolated: true }, { isIsolated: false }])(
  "evaluate, in a page that is isolated: $isIsolated",
  ({ isIsolated }) => {
    let server: Awaited<ReturnType<typeof servePlayground>>;
    let browser: Browser;
    let opened: OpenedPage;
    let page: Page;
    let directory: string;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "evalpool-"));
      [server, browser] = await Promise.all([servePlayground(isIsolated), openChromium()]);
      opened = await openPlayground(browser, `${server.url}#view=evaluate`);
      page = opened.page;
    });
    afterAll(async () => {
      await browser.close();
      await server.close();
      await rm(directory, { recursive: true });
    });

    test("memory is shared between threads only where the page is isolated", async () => {
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
      expect(await page.evaluate(() => typeof SharedArrayBuffer !== "undefined")).toBe(isIsolated);
    });

    test("the counts and figures are the command's", async () => {
      const expected = await evalCommand("--model", "mlp");
      await evaluate(page);
      expect(await confusionMatrix(page)).toEqual(expected.confusionMatrix);
      const summary = await page.locator(".summary").innerText();
      expect(summary).toContain(`${expected.correct.toLocaleString("en-US")} of 10,000 correct`);
      expect(summary).toContain(expected.negativeLogLikelihood.toFixed(4));
      const mistakes = page.getByRole("heading", { name: /mistakes$/ });
      expect(await mistakes.innerText()).toBe(`${10_000 - expected.correct} mistakes`);
    });

    test("threads and batch size change no byte of the predictions", async () => {
      const file = join(directory, "predictions.jsonl");
      const expected = await savePredictions(page, file);
      for (const threads of [1, 2, 4]) {
        for (const batchSize of isIsolated ? [1, 7, 100] : [7]) {
          await evaluate(page, threads, batchSize);
          const summary = await page.locator(".summary").innerText();
          expect(summary).toMatch(new RegExp(`${threads} threads?, batches of ${batchSize},`));
          // In one piece: they are too long to be told apart line by line.
          expect((await savePredictions(page, file)) === expected).toBe(true);
        }
      }
    });

    test("saved predictions are what the command writes, and scored the same", async () => {
      const [saved, written] = ["saved", "written"].map((name) => join(directory, name));
      const predictions = await savePredictions(page, saved!);
      const { correct, confusionMatrix } = await evalCommand(
        "--model",
        "mlp",
        "--samples",
        written!,
      );
      expect(predictions === (await readFile(written!, "utf8"))).toBe(true);
      const scored = await evalCommand("--predictions", saved!);
      expect(scored).toMatchObject({ correct, confusionMatrix });
    });

    test("nothing is asked of other hosts, and nothing is complained of", () => {
      expect(opened.requests).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });
  },
);

describePage("the view of an evaluation", () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([servePlayground(), openChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(): Promise<Page> {
    return (await openPlayground(browser, `${server.url}#view=evaluate`)).page;
  }

  test("a click on a cell shows its images, by mouse and by keyboard, which lead to Watch", async () => {
    const page = await open();
    await evaluate(page);
    const cell = page.getByRole("button", { name: /read as 5$/ }).first();
    const name = await cell.getAttribute("aria-label");
    await cell.click();
    await page.getByRole("heading", { name: name!, exact: true }).waitFor();
    const images = page.locator(".gallery li");
    expect(await images.count()).toBe(Math.min(24, parseInt(name!)));
    const label = /: (\d) read/.exec(name!)![1];
    for (const text of await images.allInnerTexts()) expect(text).toContain(`${label} read as 5`);
    // Arrow keys go over cells without images; the one in the next row is of the same column.
    await page.keyboard.press("ArrowDown");
    const focused = page.locator(".matrix button:focus");
    const below = await focused.getAttribute("aria-label");
    expect(below).toMatch(/read as 5$/);
    expect(below).not.toBe(name);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: below!, exact: true }).waitFor();
    expect(await focused.getAttribute("aria-pressed")).toBe("true");
    const first = images.first();
    const index = /#(\d+)/.exec(await first.innerText())![1];
    await first.getByRole("link").click();
    await page.waitForURL((url) => new URLSearchParams(url.hash.slice(1)).get("image") === index);
    expect(await page.locator('nav [aria-current="page"]').innerText()).toBe("Watch");
    // What was found is still there.
    await page.goBack();
    await page.getByRole("heading", { name: below!, exact: true }).waitFor();
  });

  test("all mistakes are there page by page, the surest first", async () => {
    const page = await open();
    await evaluate(page);
    const mistakes = parseInt(await page.getByRole("heading", { name: /mistakes$/ }).innerText());
    const seen: string[] = [];
    const next = page.getByRole("button", { name: "Next", exact: true });
    for (;;) {
      seen.push(...(await page.locator(".gallery li").allInnerTexts()));
      if (await next.isDisabled()) break;
      await next.click();
    }
    expect(seen).toHaveLength(mistakes);
    expect(new Set(seen).size).toBe(mistakes);
    const sure = seen.map((text) => Number(/([\d.]+) %/.exec(text)![1]));
    expect(sure).toEqual(sure.toSorted((a, b) => b - a));
    expect(await page.getByText(`to ${mistakes} of ${mistakes}`).count()).toBe(1);
  });

  test("Stop ends the threads, and there is no result; then it can be done again", async () => {
    const page = await open();
    await page.getByText("Not yet").waitFor({ state: "detached" });
    const threads = page.workers().length;
    // At once: it may else be done before.
    await page.evaluate(async () => {
      const button = (name: string): HTMLButtonElement =>
        [...document.querySelectorAll("button")].find((it) => it.textContent.startsWith(name))!;
      button("Evaluate").click();
      while (button("Stop").disabled) await new Promise(requestAnimationFrame);
      button("Stop").click();
    });
    await page.getByText("Stopped.").waitFor();
    await expect.poll(() => page.workers().length).toBe(threads);
    expect(await page.locator(".summary").count()).toBe(0);
    await evaluate(page, 2);
    expect(page.workers()).toHaveLength(threads + 2);
  });

  test("the next evaluation has the threads of the last, another network has none", async () => {
    const page = await open();
    await page.getByText("Not yet").waitFor({ state: "detached" });
    const threads = page.workers().length;
    await evaluate(page, 1);
    const summary = page.locator(".summary");
    expect(await summary.innerText()).toContain("The threads were new");
    const [kept] = page.workers().slice(threads);
    await evaluate(page);
    expect(await summary.innerText()).toContain("The threads were up from the evaluation before.");
    expect(page.workers().slice(threads)).toEqual([kept]);
    await evaluate(page, 2);
    expect(await summary.innerText()).toContain("The threads were new");
    await expect.poll(() => page.workers().length).toBe(threads + 2);
    await page.getByLabel("Network").selectOption("cnn");
    await expect.poll(() => page.workers().length).toBe(threads);
  });

  test("another network is another matter: that one was stopped is not said of the next", async () => {
    const page = await open();
    await page.getByText("Not yet").waitFor({ state: "detached" });
    // At once: it may else be done before.
    await page.evaluate(async () => {
      const button = (name: string): HTMLButtonElement =>
        [...document.querySelectorAll("button")].find((it) => it.textContent.startsWith(name))!;
      button("Evaluate").click();
      while (button("Stop").disabled) await new Promise(requestAnimationFrame);
      const [network] = document.querySelectorAll("select");
      network!.value = "cnn";
      network!.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const status = page.locator(".controls [role=status]");
    await expect.poll(() => status.innerText()).toBe("");
    expect(await page.getByRole("button", { name: "Stop", exact: true }).isDisabled()).toBe(true);
  });

  test("another network is another matter: what was found is of one alone", async () => {
    const page = await open();
    await evaluate(page);
    await page.getByLabel("Network").selectOption("cnn");
    await page.locator(".summary").waitFor({ state: "detached" });
    await page.getByText("Not yet").waitFor({ state: "detached" });
    await evaluate(page);
    const summary = await page.locator(".summary").innerText();
    expect(summary).toContain("cnn on synthetic");
    // Batches are no longer than the network's maps leave room for.
    expect(summary).toMatch(/batches of \d+ \(100 would take more memory than is fast\)/);
  });

  test.each([1280, 360])("columns of classes stand below their names at %d px", async (width) => {
    const page = await open();
    await page.setViewportSize({ width, height: 900 });
    await evaluate(page);
    const table = page.locator("table.classes");
    const [names, scores] = [table.locator("thead th"), table.locator("tfoot tr").first()];
    const ends = (cells: typeof names): Promise<number[]> =>
      cells.evaluateAll((all) => all.map((it) => Math.round(it.getBoundingClientRect().right)));
    expect(await ends(scores.locator("th, td"))).toEqual(await ends(names));
    // On one line, with every word whole.
    const { height } = (await scores.boundingBox())!;
    expect(height).toBeLessThan(40);
  });

  test("one by one and in batches is measured, and says the same", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Measure both" }).click();
    const card = page.locator(".batches");
    await card.getByText(/times as fast/).waitFor();
    const text = await card.innerText();
    expect(text).toContain("the same to the bit");
    expect(text).toMatch(/one by one\s+[\d,]+ images\/s/);
    expect(text).toMatch(/batches of 100\s+[\d,]+ images\/s/);
  });
});
