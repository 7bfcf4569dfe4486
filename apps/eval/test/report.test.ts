import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import { loadSplit } from "@evalpool/mnist/node";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { cell, pixelsOf, reportOnMnist, shownIn, type Sample } from "./report-page.js";

interface Golden {
  readonly sample_weight: {
    readonly "confusion[label][predicted]": readonly (readonly number[])[];
  };
}

let directory: string;
let report: string;
let samples: readonly Sample[];

describeShared("eval --report on real MNIST", () => {
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "evalpool-report-"));
    ({ file: report, samples } = await reportOnMnist(directory));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test("is one file below 5 MB, with all 10,000 images, that reaches for nothing", async () => {
    const text = await readFile(report, "utf8");
    expect(text.length).toBeLessThan(5e6);
    expect(text).toContain(`content="default-src &#39;none&#39;; script-src &#39;sha256-`);
    expect(text).not.toMatch(/(src|href)="(?!#|data:)/);
    expect(text).not.toMatch(/url\((?!data:)/);
  });

  describeBrowser("in Chromium", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser.close());

    test("opens without a complaint and asks for nothing, at any width", async () => {
      for (const width of [1280, 400]) {
        const viewport = { width, height: 900 };
        const { page, complaints, requests } = await openPage(browser, report, { viewport });
        expect(await page.locator("h1").textContent()).toBe("mlp on mnist test");
        expect(await page.locator(".score").textContent()).toBe("93.52 %");
        expect(await page.locator("figure svg[role=img]").count()).toBe(5);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
        await page.close();
      }
    });

    test("its matrix is NumPy's, with a header for each row and column", async () => {
      const { page } = await openPage(browser, report);
      const rows = await page.locator(".matrix tbody tr").all();
      const counts = await Promise.all(
        rows.map(async (row) =>
          (await row.locator("td").allTextContents()).map((text) => (text === "·" ? 0 : +text)),
        ),
      );
      expect(counts).toEqual(
        (golden("mnist") as Golden).sample_weight["confusion[label][predicted]"],
      );
      expect(await page.locator(".matrix th[scope=row]").count()).toBe(10);
      expect(await page.locator(".matrix th[scope=col]").count()).toBe(10);
      await page.close();
    });

    test("a cell shows its images on a click, Enter and Space", async () => {
      const { page } = await openPage(browser, report);
      await cell(page, 7, 2).click();
      await expectCell(page, 7, 2);
      await cell(page, 4, 9).focus();
      await page.keyboard.press("Enter");
      await expectCell(page, 4, 9);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await expectCell(page, 5, 0);
      // Of those read right there are many: more come when they are asked for.
      await cell(page, 0, 0).click();
      const more = page.locator("#cell button.more");
      expect(await page.locator("#cell .found").textContent()).toBe("0 read right962 images");
      expect(await more.textContent()).toBe("Show 24 more of 956");
      await more.click();
      expect(await shownIn(page, "#cell")).toEqual(expected(0, 0).slice(0, 30));
      await page.close();
    });

    test("shows each image's own pixels, and its probabilities", async () => {
      const { page } = await openPage(browser, report);
      await cell(page, 5, 3).click();
      await showAll(page);
      const { images } = await loadSplit("test", { data: sharedFile("mnist") });
      for (const card of await page.locator("#cell .card").all()) {
        const index = Number(await card.getAttribute("data-index"));
        const { probabilities } = samples[index]!;
        const [three, five] = [3, 5].map((name) => (100 * probabilities[name]!).toFixed(1));
        const odds = await card.locator(".odds span").allTextContents();
        expect(odds).toEqual([`3: ${three} %`, five === "0.0" ? "5: < 0.1 %" : `5: ${five} %`]);
        expect(await pixelsOf(card.locator(".digit"))).toEqual([
          ...images.data.subarray(784 * index, 784 * (index + 1)),
        ]);
      }
      await page.close();
    });

    test("the surest mistakes stand first", async () => {
      const { page } = await openPage(browser, report);
      const confidence = ({ probabilities }: Sample) => Math.max(...probabilities);
      const surest = mistakes().toSorted((a, b) => confidence(b) - confidence(a)).slice(0, 12); // prettier-ignore
      const shown = await shownIn(page, "#confident-cards");
      expect(shown).toEqual(surest.map(({ index }) => index));
      await page.close();
    });

    test("without its script it has the matrix, every mistake's image, and nothing to press", async () => {
      const { page, complaints } = await openPage(browser, report, { javaScriptEnabled: false });
      expect(await page.locator(".matrix tbody tr").nth(4).locator("td").allTextContents()).toEqual(
        (golden("mnist") as Golden).sample_weight["confusion[label][predicted]"][4]!.map(
          (images) => (images === 0 ? "·" : String(images)),
        ),
      );
      const told = await page.locator("#gallery .verdict").allTextContents();
      expect(told.map((text) => text.match(/\d+/g)!.map(Number))).toEqual(
        mistakes().map(({ index, label, prediction }) => [index, label, prediction]),
      );
      const { images } = await loadSplit("test", { data: sharedFile("mnist") });
      const shown = await pixelsOf(page.locator("#gallery .digit").nth(17));
      const { index } = mistakes()[17]!;
      expect(shown).toEqual([...images.data.subarray(784 * index, 784 * (index + 1))]);
      expect(await page.locator("#confident-cards .card").count()).toBe(12);
      // The figures, each class and the averages, and why there is nothing to press.
      expect(await page.locator(".score").textContent()).toBe("93.52 %");
      expect(await page.locator(".sortable tr").count()).toBe(1 + 10 + 3);
      expect(await page.locator(".noscript").textContent()).toContain("without its script");
      const controls = ["button", "input", "select", "a.digit", "dialog"];
      for (const name of controls) {
        expect([name, await page.locator(`${name}:visible`).count()]).toEqual([name, 0]);
      }
      expect(complaints).toEqual([]);
      await page.close();
    });

    test.each([
      ["light", 1280],
      ["dark", 400],
    ] as const)("axe finds nothing in %s at %i pixels", async (colorScheme, width) => {
      const viewport = { width, height: 900 };
      const { page } = await openPage(browser, report, { viewport, colorScheme });
      await page.evaluate(axe.source);
      const run = "axe.run({ resultTypes: ['violations'] })";
      const { violations, passes } = await page.evaluate<AxeResults>(run);
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(passes.map(({ id }) => id)).toContain("color-contrast");
      await page.close();
    });
  });
});

function mistakes(): Sample[] {
  return samples.filter(({ label, prediction }) => label !== prediction);
}

function expected(label: number, prediction: number): number[] {
  return samples
    .filter((sample) => sample.label === label && sample.prediction === prediction)
    .map(({ index }) => index);
}

async function expectCell(page: Page, label: number, prediction: number): Promise<void> {
  const those = expected(label, prediction);
  expect(await page.locator("#cell .found").textContent()).toBe(
    `${label} read as ${prediction}${those.length} images`,
  );
  expect(await cell(page, label, prediction).getAttribute("aria-pressed")).toBe("true");
  expect(await page.locator('.matrix [aria-pressed="true"]').count()).toBe(1);
  const focused = await page.evaluate("document.activeElement.dataset.label");
  expect(focused).toBe(String(label));
  await showAll(page);
  expect(await shownIn(page, "#cell")).toEqual(those);
  await cell(page, label, prediction).focus();
}

/** All images of the cell. */
async function showAll(page: Page): Promise<void> {
  const more = page.locator("#cell button.more");
  while (await more.isVisible()) await more.click();
}
