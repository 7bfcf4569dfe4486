import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "@evalpool/evaluate";
import { matrixFigures } from "@evalpool/metrics";
import { loadSplit } from "@evalpool/mnist/node";
import { renderComparison } from "@evalpool/report";
import axe, { type AxeResults } from "axe-core";
import { decode } from "fast-png";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { mnist, runCli, weights } from "./run-cli.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-comparison-"));
});
afterAll(() => rm(directory, { recursive: true }));

const file = (name: string): string => join(directory, name);

/** As a page has a command's flag. */
const flag = (name: string): string => `<code class="flag">${name}</code>`;

/** A comparison of so many classes, of images that one of the two reads as the next class. */
function comparisonOf(classes: number, images: number, classNames?: readonly string[]): Comparison {
  const side = (name: string, isWrong: (i: number) => boolean): Comparison["a"] => {
    const confusionMatrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
    for (let i = 0; i < images; i++) {
      const label = i % classes;
      confusionMatrix[label]![isWrong(i) ? (label + 1) % classes : label]! += 1;
    }
    const { perClass, macro, ...figures } = matrixFigures(confusionMatrix);
    const f1 = perClass.map((scores) => scores.f1);
    const { correct, accuracy, accuracyInterval } = figures;
    const model = { id: name, checkpoint: { file: `${name}.npz`, sha256: "0f" } };
    return { file: `${name}.json`, model, correct, accuracy, accuracyInterval, macroF1: macro.f1, imagesPerSecond: 1000, f1, confusionMatrix }; // prettier-ignore
  };
  const [a, b] = [side("<i>old", (i) => i % 3 === 0), side("new", (i) => i % 5 === 0)];
  const all = Array.from({ length: images }, (_, index) => {
    const label = index % classes;
    const next = (label + 1) % classes;
    return { index, label, a: index % 3 === 0 ? next : label, b: index % 5 === 0 ? next : label };
  });
  const right = (reads: "a" | "b") => (image: (typeof all)[number]) => image[reads] === image.label;
  const [broken, mended] = [
    all.filter((image) => right("a")(image) && !right("b")(image)),
    all.filter((image) => !right("a")(image) && right("b")(image)),
  ];
  const bothRight = all.filter((image) => right("a")(image) && right("b")(image)).length;
  const counts = { bothRight, onlyA: broken.length, onlyB: mended.length };
  const bothWrong = images - bothRight - broken.length - mended.length;
  return {
    dataset: {
      name: "things",
      split: "test",
      images,
      sha256: "aa",
      labelsSha256: "bb",
      classNames,
    },
    total: images,
    a,
    b,
    difference: {
      accuracy: b.accuracy - a.accuracy,
      macroF1: b.macroF1 - a.macroF1,
      imagesPerSecond: 0,
      f1: b.f1.map((f1, i) => f1 - a.f1[i]!),
    },
    mcNemar: { ...counts, bothWrong, method: "exact binomial", pValue: 0.01 },
    broken,
    mended,
  };
}

describeShared("compare --report on real MNIST", () => {
  let report: string;
  beforeAll(async () => {
    report = file("models.html");
    const args = ["compare", sharedFile("checkpoints/sample_weight.pkl"), "mlp", ...mnist];
    expect(await runCli([...args, "--report", report])).toMatchObject({ code: 0, stderr: "" });
  });

  test("is one file below 1 MB that reaches for nothing and has no script", async () => {
    const text = await readFile(report, "utf8");
    expect(text.length).toBeLessThan(1e6);
    expect(text).toContain(`content="default-src &#39;none&#39;; style-src`);
    expect(text).not.toMatch(/(src|href)="(?!#|data:)|url\((?!data:)|<script/);
  });

  test("shows each image that broke or was mended, as it is", async () => {
    const text = await readFile(report, "utf8");
    expect(text.match(/class="digit"/g)).toHaveLength(571);
    expect(text).toContain("30 images: A reads them right and B wrong.");
    expect(text).toContain("541 images: A reads them wrong and B right.");
    const [, png = ""] = /url\(data:image\/png;base64,([^)]+)\)/.exec(text)!;
    const { width, data } = decode(Buffer.from(png, "base64"));
    const { images } = await loadSplit("test", { data: sharedFile("mnist") });
    // The first that broke, in the first place.
    const shown = Array.from(
      { length: 784 },
      (_, i) => data[width * Math.floor(i / 28) + (i % 28)],
    );
    expect(shown).toEqual([...images.data.subarray(784 * 18, 784 * 19)]);
  });

  test("of results shows images where it is said where these are, and only those", async () => {
    const evaluate = async (name: string, ...flags: string[]): Promise<string> => {
      const args = [...mnist, ...flags, "--limit", "300", "--samples", file(`${name}.jsonl`)];
      await writeFile(file(`${name}.json`), (await runCli(["eval", "--json", ...args])).stdout);
      return file(`${name}.json`);
    };
    const results = [await evaluate("old", ...weights), await evaluate("new")];
    const samples = ["--samples", file("old.jsonl"), file("new.jsonl")];
    const compare = (...flags: string[]) => runCli(["compare", ...results, ...samples, ...flags]);
    const page = ["--report", file("results.html")];
    expect(await compare(...page)).toMatchObject({ code: 0, stderr: "" });
    const without = await readFile(file("results.html"), "utf8");
    expect(without).not.toContain(`class="digit"`);
    expect(without).toContain(
      `Where the images are was not said: ${flag("--data")} or ${flag("--dataset")} shows them.`,
    );
    expect(await compare(...page, ...mnist)).toMatchObject({ code: 0, stderr: "" });
    const cards = without.match(/class="card"/g);
    expect((await readFile(file("results.html"), "utf8")).match(/class="digit"/g)).toHaveLength(cards!.length); // prettier-ignore

    const other = await compare(...page, "--dataset", "synthetic");
    expect(other).toMatchObject({ code: 3 });
    expect(other.stderr).toMatch(
      /^evalpool: synthetic test: expected images of SHA-256 \w{64}, as old.json has, got \w{64}\n$/,
    );
    const unsaid = "and where these are was not said: give --data PATH or --dataset NAME";
    const useless = [
      [mnist, "--data is of images, which only --report FILE shows of results"],
      [["--threads", "2"], "--threads is of models to evaluate, and both are results already"],
      [[...page, "--offline"], `--offline is of images, ${unsaid}`],
      [[...page, "--memory", "1MiB"], `--memory is of images, ${unsaid}`],
    ] as const;
    for (const [flags, message] of useless) {
      const { code, stderr } = await compare(...flags);
      expect({ code, stderr }).toEqual({ code: 2, stderr: `evalpool: ${message}\n` });
    }
    // Of results alone nobody knows which images to show.
    expect(await runCli(["compare", ...results, ...page, ...mnist])).toMatchObject({
      code: 2,
      stderr:
        "evalpool: --data is of images, which are shown where predictions are known: " +
        "give --samples A.jsonl B.jsonl\n",
    });
  });
});

describe("the page", () => {
  test("says what is left out, and escapes what comes from files", async () => {
    const text = await renderComparison({ comparison: comparisonOf(100, 9000) });
    expect(text).not.toContain("<i>old");
    expect(text).toContain("Of 100 classes these are the 60 whose cells differ most");
    expect(text).toContain(
      "1,200 images: A reads them right and B wrong. These are the first 1,000",
    );
  });

  test("tells two models of one id apart, and what was done to the images", async () => {
    const { a, b, dataset, ...rest } = comparisonOf(3, 30);
    const corruption = { name: "motion_blur", severity: 2, seed: 0 };
    const text = await renderComparison({
      comparison: {
        ...rest,
        dataset: { ...dataset, corruption },
        a: { ...a, file: "mlp", model: { id: "mlp" } },
        b: { ...b, file: "run.json", model: { ...b.model, id: "mlp" } },
      },
    });
    const other = "run.json: mlp, weights new.npz";
    const images = "things test, motion blur at severity 2";
    expect(text).toContain(`<title>mlp and ${other} on ${images} · evalpool</title>`);
    const [, heading = ""] = /<h1>(.*?)<\/h1>/s.exec(text)!;
    expect(heading.replace(/<.*?>/g, "").replace(/\s+/g, " ").trim()).toBe(
      `${other} (B) against mlp (A) on ${images}`,
    );
    expect(text).toContain("<dt>accuracy of A, mlp</dt>");
    expect(text).toContain(`<dt>accuracy of B, ${other}</dt>`);
  });

  test("has no lists where predictions are not known", async () => {
    const { mcNemar, broken, mended, ...figures } = comparisonOf(3, 30);
    expect([mcNemar, broken, mended]).not.toContain(undefined);
    const text = await renderComparison({ comparison: figures });
    expect(text).toContain(`which images each reads right is not known, see ${flag("--samples")}`);
    expect(text).not.toContain('id="broken"');
  });
});

describeBrowser("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    const names = (classes: number) =>
      Array.from({ length: classes }, (_, i) => `${"a long name of the class ".repeat((i % 3) + 1)}${i}`); // prettier-ignore
    const images = (indices: readonly number[]) =>
      Promise.resolve(
        indices.map((i) => ({ shape: [1, 9, 9] as const, bytes: new Uint8Array(81).fill(i) })),
      );
    for (const [name, comparison] of [
      ["few", comparisonOf(10, 200)],
      // As many as make the matrices large, for axe takes as long as there are cells.
      ["many", comparisonOf(13, 200, names(13))],
    ] as const) {
      await writeFile(file(`${name}.html`), await renderComparison({ comparison, images }));
    }
  });
  afterAll(() => browser.close());

  test.each([
    ["few", "light", 1280],
    ["few", "dark", 400],
    ["many", "light", 400],
    ["many", "dark", 1280],
  ] as const)("axe finds nothing in %s classes, %s, %i wide", async (name, colorScheme, width) => {
    const viewport = { width, height: 900 };
    const opened = await openPage(browser, file(`${name}.html`), { viewport, colorScheme });
    const { page, complaints, requests } = opened;
    expect(await page.locator("h1").textContent()).toMatch(
      /new\.json: new, weights new\.npz \(B\) against\s+<i>old\.json: <i>old, weights <i>old\.npz \(A\)/,
    );
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await page.evaluate(axe.source);
    const run = "axe.run({ resultTypes: ['violations'] })";
    const { violations, passes } = await page.evaluate<AxeResults>(run);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain("color-contrast");
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    await page.close();
  });

  test("its difference is that of its matrices, cell by cell, without a script", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${file("few.html")}`);
    const cells = async (id: string): Promise<number[]> => {
      const texts = await page
        .locator(`table[aria-labelledby~="${id}"] tbody td`)
        .allTextContents();
      return texts.map((text) => Number(text.replace("−", "-")));
    };
    const [a, b] = [await cells("of-a"), await cells("of-b")];
    expect(await cells("difference")).toEqual(b.map((images, i) => images - a[i]!));
    expect(a).toEqual(comparisonOf(10, 200).a.confusionMatrix.flat());
    await context.close();
  });
});
