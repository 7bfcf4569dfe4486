import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { writeSafetensors } from "@evalpool/checkpoints";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { runCli } from "./run-cli.js";

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror="alert(2)">'&\x1b[2J\u202e`;
/** As it is to be seen: control characters and marks that turn the writing are written out. */
const SEEN = HOSTILE.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e");
/** The same for a file, whose name has no slash. */
const HOSTILE_FILE = HOSTILE.replaceAll("/", "");
const SEEN_FILE = SEEN.replaceAll("/", "");

let directory: string;
let report: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-report-"));
  report = join(directory, "report.html");
});
afterEach(() => rm(directory, { recursive: true }));

/** Flags of a model that guesses. */
async function guesser(id: string, weightsName: string, classes = 10): Promise<string[]> {
  const spec = join(directory, "spec.json");
  const layers = [
    { type: "scale", divisor: 255 },
    { type: "dense", units: classes, weight: "W", bias: "b" },
  ];
  await writeFile(spec, JSON.stringify({ id, input: [784], layers }));
  const data = Float32Array.from({ length: 784 * classes }, (_, i) => Math.sin(i * i));
  const weights = join(directory, weightsName);
  const tensors = new Map([
    ["W", { data, shape: [784, classes] }],
    ["b", { data: new Float32Array(classes), shape: [classes] }],
  ]);
  await writeFile(weights, writeSafetensors(tensors));
  return ["--model", spec, "--weights", weights];
}

/** A directory of 60 synthetic digits. */
async function dataset(name: string, encode = (bytes: Uint8Array) => bytes): Promise<string> {
  const { images, labels } = synthesizeDigits({ count: 60 });
  const place = join(directory, name);
  await mkdir(place);
  await writeFile(join(place, "t10k-images-idx3-ubyte"), encode(encodeIdx(images)));
  await writeFile(join(place, "t10k-labels-idx1-ubyte"), encodeIdx(labels));
  return place;
}

async function write(...args: readonly string[]): Promise<string> {
  const { code, stderr } = await runCli([...args, "--json", "--report", report]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readFile(report, "utf8");
}

test("a model that guesses: bounded, and all that is without scripts is told", async () => {
  const page = await write("--dataset", "synthetic", ...(await guesser("guess", "w.safetensors")));
  expect(page.length).toBeLessThan(5e6);
  const text = page.replaceAll(/\s+/g, " ");
  expect(text).toContain("All 10,000 images are in this page.");
  expect(text).toMatch(/<p role="status">1,000 of [89],\d{3} mistakes, by index\.<\/p>/);
});

test("the page says which gates held, and which did not", async () => {
  const gates = ["accuracy >= 0", "recall[3] >= 0.99"].flatMap((gate) => ["--gate", gate]);
  const model = await guesser("guess", "w.safetensors");
  const args = ["--data", await dataset("digits"), ...model, ...gates, "--report", report];
  expect((await runCli(args)).code).toBe(1);
  const text = (await readFile(report, "utf8")).replaceAll(/<[^>]+>|\s+/g, " ").replaceAll(/ +/g, " "); // prettier-ignore
  expect(text).toMatch(/1 of 2 gates missed held accuracy &#62;= 0 \S+ missed recall\[3\] &#62;= 0\.99 \S+ /); // prettier-ignore
});

test("images that stay in their file are the same as those in memory", async () => {
  const model = await guesser("guess", "w.safetensors");
  const sprite = (page: string) => /url\(data:image\/png;base64,[^)]+\)/.exec(page)![0];
  const streamed = sprite(await write("--data", await dataset("plain"), ...model));
  const loaded = sprite(await write("--data", await dataset("packed", gzipSync), ...model));
  expect(streamed).toBe(loaded);
});

test("a place that cannot be written to is told before anything is evaluated", async () => {
  const missing = join(directory, "none", "report.html");
  const weights = ["--weights", "no such weights"];
  expect(await runCli(["--report", missing, ...weights])).toEqual({
    code: 2,
    stdout: "",
    stderr: `evalpool: cannot write ${missing}: no such file or directory\n`,
  });
  await mkdir(report);
  expect(await runCli(["--report", report, ...weights])).toEqual({
    code: 2,
    stdout: "",
    stderr: `evalpool: cannot write ${report}: not a regular file\n`,
  });
  expect((await runCli(["--report", "report.txt"])).code).toBe(2);
  expect(await readdir(directory)).toEqual(["report.html"]);
});

describeBrowser("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test("names that are HTML are shown as what they are", async () => {
    const model = await guesser(HOSTILE, `${HOSTILE_FILE}.safetensors`);
    await write("--data", await dataset(HOSTILE_FILE), ...model);
    const { page, complaints, requests } = await openPage(browser, report);
    expect(await page.locator("h1").textContent()).toBe(`${SEEN} on ${SEEN_FILE} test`);
    expect(await page.title()).toBe(`${SEEN} on ${SEEN_FILE} test · evalpool`);
    expect(await page.locator("dd bdi").allTextContents()).toEqual([
      SEEN,
      `${SEEN_FILE}.safetensors`,
      SEEN_FILE,
    ]);
    expect(await readFile(report, "utf8")).not.toMatch(/[[\p{Cc}\p{Bidi_Control}]--[\n\t]]/v);
    expect(await page.locator("script").count()).toBe(2);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("#gallery .card").count()).toBeGreaterThan(0);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    await page.close();
  });

  test.each([26, 100])("a matrix of %i classes can be read, at any width", async (classes) => {
    const model = await guesser("wide", "w.safetensors", classes);
    await write("--data", await dataset("digits"), ...model);
    for (const width of [1280, 400]) {
      const viewport = { width, height: 900 };
      const { page, complaints } = await openPage(browser, report, { viewport });
      const cells = page.locator(".matrix tbody td");
      expect(await cells.count()).toBe(classes ** 2);
      // No number runs over the edge of its cell, and none is squeezed out of sight.
      const bad = await cells.evaluateAll(
        (all) =>
          (all as unknown as { scrollWidth: number; clientWidth: number }[]).filter(
            ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth || clientWidth < 24,
          ).length,
      );
      expect(bad).toBe(0);
      // What is scrolled to keeps its row's and its column's name in sight.
      await page.locator(".matrix tbody tr").nth(9).locator("td").last().scrollIntoViewIfNeeded();
      const names = page.locator(".matrix tbody tr:nth-child(10) th, .matrix thead th:last-child");
      for (const name of await names.all()) expect(await name.isVisible()).toBe(true);
      const window = (await page.locator(".window").boundingBox())!;
      const [column, row] = await Promise.all(
        (await names.all()).map(async (name) => (await name.boundingBox())!),
      );
      expect(row!.x).toBeCloseTo(window.x, 0);
      expect(column!.y).toBeCloseTo(window.y, 0);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  test("macro F1 says how many classes are absent, and what it is without them", async () => {
    const page = await write("--data", await dataset("digits"), ...(await guesser("g", "w", 26)));
    const text = page.replaceAll(/\s+/g, " ");
    expect(text).toContain("macro F1, 16 of 26 classes absent");
    const [, all, present] =
      /the 16 with “no images” as 0: macro F1 is ([\d.]+); over the 10 with images it is ([\d.]+)\./.exec(
        text,
      )!;
    expect((Number(present) * 10) / 26).toBeCloseTo(Number(all), 3);
  });

  test("of more classes than a page can show the matrix is of those that are confused most", async () => {
    const model = await guesser("wider", "w.safetensors", 250);
    await write("--data", await dataset("digits"), ...model);
    const viewport = { width: 400, height: 900 };
    const { page, complaints } = await openPage(browser, report, { viewport });
    const shown = await page.locator(".matrix tbody tr").count();
    expect(shown).toBeGreaterThan(10);
    expect(shown).toBeLessThanOrEqual(100);
    expect(await page.locator("#axes").textContent()).toContain(
      `Of 250 classes these are the ${shown} of the most frequent confusions; --json has all.`,
    );
    expect(await page.locator(".chips button").count()).toBe(24);
    await page.locator(".chips button").last().click();
    expect(await page.locator("#cell .card").count()).toBeGreaterThan(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
