import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import { decode } from "fast-png";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { reportOf } from "./many-classes.js";
import { imagesOf } from "./report-page.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-classes-"));
});
afterAll(() => rm(directory, { recursive: true }));

const cifar = "airplane automobile bird cat deer dog frog horse ship truck".split(" ");
const many = (classes: number) =>
  Array.from({ length: classes }, (_, i) => `${cifar[i % 10]} of the ${i} kinds`);

async function write(name: string, input: Parameters<typeof reportOf>[0]): Promise<string> {
  const file = join(directory, name);
  const page = await reportOf(input);
  // The page stays bounded, however many classes there are.
  expect(page.length).toBeLessThan(5e6);
  await writeFile(file, page);
  return file;
}

function pictureIn(page: string): ReturnType<typeof decode> {
  const [, png] = /url\(data:image\/png;base64,([^)]+)\)/.exec(page)!;
  return decode(Buffer.from(png!, "base64"));
}

test("colour images are in the page as they are, large ones smaller, one beside the other", async () => {
  const small = await reportOf({ classes: 10, images: 100, shapeOf: () => [3, 32, 32] as const });
  const { width, channels, data } = pictureIn(small);
  expect([channels, width % 32]).toEqual([3, 0]);
  // Image n is n, in planes of n, 100 and 200 more.
  const [first, second] = imagesOf(small).indices as [number, number];
  expect([...data.subarray(0, 3), ...data.subarray(3 * 32, 3 * 33)]).toEqual(
    [first, second].flatMap((n) => [n, n + 100, n + 200].map((value) => value % 256)),
  );

  // 300 × 224 becomes 64 × 48, in a place of 64 × 64, for others stand upright.
  const shapeOf = (i: number) => [i % 4 ? 4 : 1, ...(i % 2 ? [300, 224] : [224, 300])] as never;
  const page = await reportOf({ classes: 10, images: 100, shapeOf });
  const mixed = pictureIn(page);
  expect([mixed.width % 64, mixed.height % 64]).toEqual([0, 0]);
  const pixel = (x: number, y: number) => [
    ...mixed.data.subarray(3 * (y * mixed.width + x)).subarray(0, 3),
  ];
  const { indices } = imagesOf(page);
  const columns = mixed.width / 64;
  for (const [place, n] of indices.entries()) {
    const [left, top] = [64 * (place % columns), 64 * Math.floor(place / columns)];
    // Above what lies and beside what stands is the ground; then it begins.
    const edge = n % 2 ? [left + 7, top + 32] : [left + 32, top + 7];
    const inside = n % 2 ? [left + 8, top + 32] : [left + 32, top + 8];
    expect(pixel(edge[0]!, edge[1]!)).toEqual([0, 0, 0]);
    const planes = n % 4 ? [n, n + 100, n + 200] : [n, n, n];
    expect(pixel(inside[0]!, inside[1]!)).toEqual(planes.map((value) => value % 256));
  }
});

test("classes are hard where there are mistakes, and nowhere else", async () => {
  const shapeOf = () => [1, 8, 8] as const;
  // Of the first 2 images none is read wrong, of the first 3 one is.
  const right = await reportOf({ classes: 10, images: 2, shapeOf });
  expect(right).toContain("No class has a mistake.");
  expect(right).not.toContain("0 of 1 image missed");
  const some = await reportOf({ classes: 10, images: 3, shapeOf });
  expect(some).not.toContain("No class has a mistake.");
  expect(some).not.toContain("F1 1.0000");
});

test("of large images a page has as many as fit, mistakes first", async () => {
  const asked: number[] = [];
  const shapeOf = (index: number) => {
    asked.push(index);
    return [3, 64, 64] as const;
  };
  const page = await reportOf({ classes: 100, images: 8000, shapeOf, isNoise: true });
  expect(page.length).toBeLessThan(5e6);
  const told = /([\d,]+) of 8,000 images are in this page, to keep it small: ([\d,]+) of ([\d,]+) mistakes, and 0 that/.exec(page)!; // prettier-ignore
  const [shown, wrong] = told.slice(1).map((count) => Number(count.replace(",", "")));
  expect(wrong).toBe(shown);
  // Noise does not compress: 4e6 letters ÷ (4/3 · 64 · 64 · 3) = 244.
  expect(shown).toBeGreaterThan(225);
  expect(shown).toBeLessThanOrEqual(244);
  expect(new Set(asked).size).toBeLessThan(shown! + 128);
});

describeBrowser("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function expectAccessible(page: Page): Promise<void> {
    await page.evaluate(axe.source);
    const run = "axe.run({ resultTypes: ['violations'] })";
    const { violations } = await page.evaluate<AxeResults>(run);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }

  test("classes are called by their names: matrix, chips, cards, table", async () => {
    const shapeOf = () => [3, 32, 32] as const;
    const input = { classes: 10, images: 1000, classNames: cifar, shapeOf };
    const { page, complaints } = await openPage(browser, await write("ten.html", input));
    expect(await page.locator(".matrix th[scope=row]").allTextContents()).toEqual(cifar);
    expect(await page.locator(".matrix th[scope=col]").allTextContents()).toEqual(cifar);
    const cell = page.locator('.matrix [data-label="3"][data-prediction="4"]');
    await cell.click();
    expect(await cell.getAttribute("aria-label")).toMatch(/^cat read as deer: \d+ images$/);
    expect(await page.locator("#cell .found").textContent()).toMatch(/^cat read as deer\d+ images/);
    const card = page.locator("#cell .card").first();
    expect((await card.locator(".verdict b").allTextContents()).join()).toBe("cat,deer");
    expect(await card.locator(".digit").getAttribute("aria-label")).toMatch(/^image \d+, cat$/);
    const rows = page.locator(".sortable tbody").first().locator("th");
    expect((await rows.allTextContents())[3]).toBe("cat 3");
    expect(await page.locator("dd", { hasText: "a folder for each class" }).count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    [26, "light", 1280],
    [47, "dark", 400],
    [100, "light", 400],
    [1000, "dark", 1280],
  ] as const)("%i classes in %s at %i pixels", async (classes, colorScheme, width) => {
    const shapeOf = () => [1, 8, 8] as const;
    const input = { classes, images: 6000, classNames: many(classes), shapeOf };
    const viewport = { width, height: 900 };
    const file = await write(`${classes}.html`, input);
    const { page, complaints } = await openPage(browser, file, { viewport, colorScheme });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const shown = await page.locator(".matrix tbody tr").count();
    expect(shown).toBeGreaterThanOrEqual(Math.min(classes, 90));
    expect(shown).toBeLessThanOrEqual(classes <= 200 ? classes : 100);
    // The most frequent confusions come before the matrix, and each has its images.
    const chips = page.locator(".chips button");
    expect(await chips.count()).toBe(24);
    expect((await chips.first().boundingBox())!.y).toBeLessThan(
      (await page.locator(".matrix").boundingBox())!.y,
    );
    await chips.last().click();
    expect(await page.locator("#cell .card").count()).toBeGreaterThan(0);
    // Of more classes it is the same markup, which takes axe as long as there are cells.
    if (classes < 100) await expectAccessible(page);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("what stands beside bars is within the chart, of absent classes too", async () => {
    const input = { classes: 10, images: 3, shapeOf: () => [1, 8, 8] as const };
    const { page } = await openPage(browser, await write("absent.html", input));
    const room = await page.evaluate<number[]>(
      `[...document.querySelectorAll("figure text")].filter((text) => text.textContent === "no images").map((text) =>
        text.closest("svg[viewBox][role=img]").getBoundingClientRect().right - text.getBoundingClientRect().right)`,
    );
    // Of seven classes there are no images, in each of three charts.
    expect(room).toHaveLength(21);
    expect(Math.min(...room)).toBeGreaterThan(0);
    await page.close();
  });

  test("a large matrix is one stop of the Tab key; arrows go from cell to cell", async () => {
    const shapeOf = () => [1, 8, 8] as const;
    const input = { classes: 26, images: 2600, classNames: many(26), shapeOf };
    const { page } = await openPage(browser, await write("keys.html", input));
    const at = (label: number, prediction: number) =>
      page.locator(`.matrix [data-label="${label}"][data-prediction="${prediction}"]`);
    const focused = () =>
      page.evaluate<string[]>(
        "[document.activeElement.dataset.label, document.activeElement.dataset.prediction]",
      );
    expect(await page.locator(".matrix button[tabindex='0']").count()).toBe(1);
    await page.locator(".window").focus();
    await page.keyboard.press("Tab");
    expect(await focused()).toEqual(["0", "0"]);
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toEqual(["0", "1"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toEqual(["1", "2"]);
    await page.keyboard.press("Enter");
    expect(await at(1, 2).getAttribute("aria-pressed")).toBe("true");
    // At the edge it stays, and what had the focus last is what Tab comes back to.
    await at(0, 0).focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowUp");
    expect(await focused()).toEqual(["0", "0"]);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    expect(await focused()).toEqual(["0", "0"]);
    await page.close();
  });

  test("the table of classes is sorted by a press on a title, and searched", async () => {
    const shapeOf = () => [1, 8, 8] as const;
    const input = { classes: 47, images: 2000, classNames: many(47), shapeOf };
    const { page } = await openPage(browser, await write("table.html", input));
    const table = page.locator("table.sortable");
    const column = async (n: number) =>
      (await table.locator(`tbody:not(.averages) tr > :nth-child(${n})`).allTextContents()).map(
        (text) => parseFloat(text.replace(/^\D+(\d+) kinds.*$/, "$1")),
      );
    const title = table.getByRole("button", { name: "F1" });
    await title.click();
    expect(await table.locator("[aria-sort=ascending]").textContent()).toBe("F1");
    const scores = await column(4);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    await title.click();
    expect(await column(4)).toEqual(scores.toSorted((a, b) => b - a));
    await table.getByRole("button", { name: "class" }).click();
    expect(await column(1)).toEqual([...Array(47).keys()]);
    expect(await table.locator("[aria-sort]").count()).toBe(1);
    await page.locator(".search input").fill("SHIP of");
    const found = table.locator("tbody:not(.averages) tr:visible th");
    expect(await found.allTextContents()).toEqual([8, 18, 28, 38].map((i) => `ship of the ${i} kinds ${i}`)); // prettier-ignore
    expect(await table.locator(".averages tr:visible").count()).toBe(3);
    await page.close();
  });
});
