import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import { loadSplit } from "@evalpool/mnist/node";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { cell, imagesOf, pixelsOf, reportOnMnist, shownIn, type Sample } from "./report-page.js";

const ON_A_PAGE = 48;

let directory: string;
let report: string;
let samples: readonly Sample[];

describeShared("the images of a report on real MNIST", () => {
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "evalpool-report-"));
    ({ file: report, samples } = await reportOnMnist(directory));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test("each image is in the page, pixel for pixel", async () => {
    const { data } = (await loadSplit("test", { data: sharedFile("mnist") })).images;
    const { pixels, indices } = imagesOf(await readFile(report, "utf8"));
    expect(indices.toSorted((a, b) => a - b)).toEqual([...data.keys()].slice(0, 10_000));
    const wrong = indices.filter(
      (index, place) => !pixels(place).equals(data.subarray(784 * index, 784 * (index + 1))),
    );
    expect(wrong).toEqual([]);
  });

  describeBrowser("in Chromium", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser.close());

    const title = (page: Page) => page.locator("#zoom-title").textContent();

    test("an image is found by its index, enlarged, and left by Escape", async () => {
      const { images } = await loadSplit("test", { data: sharedFile("mnist") });
      const { page, complaints } = await openPage(browser, report);
      const input = page.locator("#find input");
      // Seeded by hand: the first, the last, some that are wrong and some that are right.
      for (const index of [0, 8, 1234, 5000, 9999]) {
        await input.fill(String(index));
        await input.press("Enter");
        expect(await title(page)).toBe(`Image ${index}`);
        expect(await page.evaluate("location.hash")).toBe(`#image=${index}`);
        const digit = page.locator("#zoom .digit");
        expect(await pixelsOf(digit)).toEqual([
          ...images.data.subarray(784 * index, 784 * (index + 1)),
        ]);
        const box = (await digit.boundingBox())!;
        // Each pixel is a square of as many of the page's, and a large one.
        expect([box.width % 28, box.height]).toEqual([0, box.width]);
        expect(box.width).toBeGreaterThanOrEqual(280);
        const { label, prediction, probabilities } = samples[index]!;
        expect(await page.locator("#zoom .note").textContent()).toMatch(
          new RegExp(`^${label} read as\\s+${prediction}\\.$`),
        );
        const likeliest = (100 * Math.max(...probabilities)).toFixed(1);
        const told = await page.locator("#zoom .shares li").first().textContent();
        const share = likeliest === "100.0" ? "> 99.9 %" : `${likeliest} %`;
        expect(told!.trim().replaceAll(/\s+/g, " ")).toBe(`${prediction} ${share}`);
        await page.keyboard.press("Escape");
        expect(await page.locator("#zoom").isVisible()).toBe(false);
        await expect.poll(() => page.evaluate("location.hash")).toBe("");
        expect(await page.evaluate("document.activeElement.name")).toBe("index");
      }
      await input.fill("10000");
      await input.press("Enter");
      expect(await page.locator("#find [role=status]").textContent()).toBe(
        "Image 10000 is not in this page.",
      );
      expect(complaints).toEqual([]);
      await page.close();
    });

    test("images are filtered by what they are, what they were read as, and how surely", async () => {
      const { page } = await openPage(browser, report);
      const form = page.locator("#filter");
      async function expectShown(isWanted: (sample: Sample) => boolean): Promise<void> {
        const wanted = samples.filter(isWanted).map(({ index }) => index);
        const told = wanted.length === 1 ? "1 image" : `${wanted.length.toLocaleString()} images`;
        // What is reset is shown when the event is over.
        await expect.poll(() => page.locator("#gallery [role=status]").textContent()).toBe(told);
        expect(await shownIn(page, "#gallery")).toEqual(wanted.slice(0, ON_A_PAGE));
      }
      const isWrong = ({ label, prediction }: Sample) => label !== prediction;
      await expectShown(isWrong);
      await form.locator("[name=label]").selectOption("4");
      await expectShown((it) => isWrong(it) && it.label === 4);
      await form.locator("[name=prediction]").selectOption("9");
      await expectShown((it) => it.label === 4 && it.prediction === 9);
      await form.locator("[name=least]").fill("60");
      await form.locator("[name=most]").fill("80.5");
      const isBetween = ({ probabilities }: Sample) => {
        const confidence = Math.max(...probabilities);
        return confidence >= 0.6 && confidence <= 0.805;
      };
      await expectShown((it) => it.label === 4 && it.prediction === 9 && isBetween(it));
      await form.locator("[name=verdict]").selectOption("right");
      expect(await page.locator("#gallery [role=status]").textContent()).toBe(
        "No image in this page is like that.",
      );
      await form.locator("[name=label]").selectOption("");
      await expectShown((it) => !isWrong(it) && it.prediction === 9 && isBetween(it));
      await form.locator("button").click();
      await expectShown(isWrong);
      await form.locator("[name=verdict]").selectOption("all");
      await expectShown(() => true);
      await page.close();
    });

    test("every page of the gallery can be turned to", async () => {
      const { page } = await openPage(browser, report);
      await page.locator("#filter [name=verdict]").selectOption("all");
      const pager = page.locator("#gallery .pager");
      expect(await pager.locator("span").textContent()).toBe("209");
      const from = (start: number) => [...Array(10_000).keys()].slice(start, start + ON_A_PAGE);
      await pager.getByRole("button", { name: "Next" }).click();
      expect(await shownIn(page, "#gallery")).toEqual(from(ON_A_PAGE));
      await pager.locator("input").fill("209");
      await pager.locator("input").press("Enter");
      expect(await shownIn(page, "#gallery")).toEqual(from(208 * ON_A_PAGE));
      await pager.getByRole("button", { name: "Next" }).click();
      expect(await shownIn(page, "#gallery")).toEqual(from(0));
      await pager.getByRole("button", { name: "Previous" }).click();
      expect(await pager.locator("input").inputValue()).toBe("209");
      await page.close();
    });

    test("a card is a link to its image; arrow keys go on in its list, and back is where it was", async () => {
      const { page } = await openPage(browser, report);
      await cell(page, 4, 9).click();
      const list = await shownIn(page, "#cell");
      const link = page.locator("#cell a.digit").nth(1);
      await link.focus();
      await page.keyboard.press("Enter");
      expect(await title(page)).toBe(`Image ${list[1]}`);
      await page.keyboard.press("ArrowRight");
      expect(await title(page)).toBe(`Image ${list[2]}`);
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("ArrowLeft");
      expect(await title(page)).toBe(`Image ${list[0]}`);
      expect(await page.evaluate("location.hash")).toBe(`#image=${list[0]}`);
      await page.locator("#zoom").getByRole("button", { name: "Close" }).click();
      await expect.poll(() => page.evaluate("location.hash")).toBe("#cell=4,9");
      const focused = await page.evaluate("document.activeElement.getAttribute('href')");
      expect(focused).toBe(`#image=${list[1]}`);
      await page.close();
    });

    test("a cell and an image have addresses, and the browser goes back and forth", async () => {
      const { page } = await openPage(browser, report);
      const hash = () => page.evaluate("location.hash");
      const found = () => page.locator("#cell .found").textContent();
      const first = await found();
      await cell(page, 7, 2).click();
      expect(await hash()).toBe("#cell=7,2");
      await cell(page, 3, 5).click();
      await page.locator("#cell a.digit").first().click();
      expect(await page.locator("#zoom").isVisible()).toBe(true);
      await page.goBack();
      expect(await page.locator("#zoom").isVisible()).toBe(false);
      expect(await found()).toMatch(/^3 read as 5/);
      await page.goBack();
      expect(await found()).toMatch(/^7 read as 2/);
      await page.goBack();
      expect(await found()).toBe(first);
      await page.goForward();
      await page.goForward();
      await page.goForward();
      expect(await page.locator("#zoom").isVisible()).toBe(true);
      await page.close();
    });

    test("a page that is opened by such an address shows what it leads to", async () => {
      const { page, complaints } = await openPage(browser, report);
      const { href } = new URL(page.url());
      const open = async (hash: string) => {
        await page.goto("about:blank");
        await page.goto(href + hash);
      };
      await open("#cell=3,5");
      expect(await page.locator("#cell .found").textContent()).toMatch(/^3 read as 5/);
      expect(await cell(page, 3, 5).getAttribute("aria-pressed")).toBe("true");
      await open("#image=1234");
      expect(await title(page)).toBe("Image 1234");
      // It was not opened from here, so that there is nothing to go back to.
      await page.keyboard.press("Escape");
      await expect.poll(() => page.evaluate("location.hash")).toBe("");
      expect(page.url()).toBe(href);
      await open("#image=10000");
      expect(await page.locator("#zoom .note").textContent()).toBe(
        "It is none of the 10,000 images that this page has.",
      );
      const found = page.locator("#cell .found");
      await open("#cell=0,1"); // of which the matrix has none
      expect(await found.textContent()).toBe("0 read as 10 images");
      expect(await page.locator("#cell .card").count()).toBe(0);
      await open("#cell=77,1");
      expect(await page.locator("#zoom").isVisible()).toBe(false);
      expect(await found.textContent()).toBe("77 read as 10 images here");
      expect(complaints).toEqual([]);
      await page.close();
    });

    test.each([
      ["light", 1280],
      ["dark", 390],
    ] as const)(
      "axe finds nothing in an enlarged image in %s at %i pixels",
      async (colorScheme, width) => {
        const viewport = { width, height: 700 };
        const { page } = await openPage(browser, report, { viewport, colorScheme });
        await page.locator("#gallery a.digit").first().click();
        expect(await page.evaluate("document.querySelector('#zoom').scrollWidth")).toBeLessThan(
          width,
        );
        await page.evaluate(axe.source);
        const run = "axe.run('#zoom', { resultTypes: ['violations'] })";
        const { violations } = await page.evaluate<AxeResults>(run);
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        await page.close();
      },
    );
  });
});
