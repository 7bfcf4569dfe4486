import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe, { type AxeResults } from "axe-core";
import { corruptions, createCorrupter } from "@evalpool/corruptions";
import type { EvaluationResult } from "@evalpool/eval";
import type { RobustnessResult } from "@evalpool/evaluate";
import { encodeIdx } from "@evalpool/mnist";
import { loadSplit } from "@evalpool/mnist/node";
import { decode } from "fast-png";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { describeBrowser, openBrowser, openPage } from "./browser.js";
import { mnist, runCli, weights } from "./run-cli.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-robustness-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** Images of most runs: these are many. */
const LIMIT = 150;

const file = (name: string): string => join(directory, name);

async function robustness(...flags: string[]): Promise<RobustnessResult> {
  const args = ["robustness", "--json", "--limit", `${LIMIT}`, ...flags];
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as RobustnessResult;
}

async function evaluated(...flags: string[]): Promise<EvaluationResult> {
  const { code, stdout, stderr } = await runCli(["eval", "--json", ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as EvaluationResult;
}

/** All but what tells of the run. */
function figures<R extends Pick<RobustnessResult, "throughput" | "timings" | "config">>(
  result: R,
): string {
  const { throughput, timings, config, ...rest } = result;
  expect([throughput, timings, config]).not.toContain(undefined);
  return JSON.stringify(rest);
}

describeShared("eval --corrupt on real MNIST", () => {
  const fog = [...mnist, ...weights, "--corrupt", "shot_noise:5", "--corrupt-seed", "7"];

  test("evaluates what createCorrupter makes of the images", async () => {
    const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
    const corrupt = createCorrupter({ name: "shot_noise", severity: 5, seed: 7 }, [1, 28, 28]);
    const corrupted = new Uint8Array(150 * 784);
    for (let i = 0; i < 150; i++) {
      const [start, end] = [784 * i, 784 * (i + 1)];
      corrupt(images.data.subarray(start, end), i, corrupted.subarray(start, end));
    }
    const some = labels.data.slice(0, 150);
    await writeFile(file("t10k-images-idx3-ubyte"), encodeIdx({ shape: [150, 28, 28], data: corrupted })); // prettier-ignore
    await writeFile(file("t10k-labels-idx1-ubyte"), encodeIdx({ shape: [150], data: some }));
    const stored = await evaluated("--data", directory, ...weights);
    const flying = await evaluated(...fog, "--limit", `${LIMIT}`);
    const { confusionMatrix, negativeLogLikelihood } = stored;
    expect(flying).toMatchObject({ confusionMatrix, negativeLogLikelihood });
    expect(flying.dataset.corruption).toEqual({ name: "shot_noise", severity: 5, seed: 7 });
    expect(stored.dataset.corruption).toBeUndefined();
  });

  test("has the same bits for any threads and batch size", async () => {
    const some = [...fog, "--limit", "1500"];
    const one = figures(await evaluated(...some, "--threads", "0"));
    for (const [threads, batch] of Object.entries({ 1: "1", 2: "7", 4: "100" })) {
      const args = [...some, "--threads", threads, "--batch-size", batch];
      expect(figures(await evaluated(...args))).toBe(one);
    }
  });

  test("is told in the summary, and its report shows the images as they were read", async () => {
    const report = file("report.html");
    const args = [...fog, "--limit", "40", "--report", report];
    const { stdout } = await runCli(["eval", ...args]);
    expect(stdout).toContain("\ncorrupted shot noise at severity 5, seed 7\n");
    const text = await readFile(report, "utf8");
    expect(text).toContain("test, shot noise at severity 5 · evalpool</title>");
    expect(text).toContain("test, shot noise at severity 5</bdi></h1>");
    expect(text).toContain("shot noise at severity 5, seed 7");
    const [, png = ""] = /url\(data:image\/png;base64,([^)]+)\)/.exec(text)!;
    // One particle makes white, or none does.
    const greys = new Set(decode(Buffer.from(png, "base64")).data);
    expect([...greys].sort()).toEqual([0, 255]);
  });

  test("is compared with results of the same corruption alone", async () => {
    const [a, b] = [file("a.json"), file("b.json")];
    const some = [...mnist, ...weights, "--limit", "100"];
    await writeFile(a, JSON.stringify(await evaluated(...some)));
    await writeFile(b, JSON.stringify(await evaluated(...some, "--corrupt", "fog")));
    const { code, stderr } = await runCli(["compare", a, b]);
    const expected = "expected images as they are, as a.json has, got corrupted by fog:3, seed 0";
    expect({ code, stderr }).toEqual({ code: 3, stderr: `evalpool: b.json: ${expected}\n` });
  });
});

describeShared("robustness on real MNIST", () => {
  const few = [...mnist, ...weights, "--corruptions", "rotate,impulse-noise"];
  let earlier: RobustnessResult;
  beforeAll(async () => {
    earlier = await robustness(...few);
  });

  test("has the counts of eval, corruption by corruption", async () => {
    const result = await robustness(...few, "--severities", "5,2", "--seed", "3");
    expect(result.severities).toEqual([2, 5]);
    expect(result.corruptions.map(({ name }) => name)).toEqual(["rotate", "impulse_noise"]);
    const clean = await evaluated(...mnist, ...weights, "--limit", `${LIMIT}`);
    expect(result.clean).toEqual({ correct: clean.correct, accuracy: clean.accuracy });
    for (const { name, correct } of result.corruptions) {
      for (const [s, severity] of result.severities.entries()) {
        const corrupt = ["--corrupt", `${name}:${severity}`, "--corrupt-seed", "3"];
        const one = await evaluated(...mnist, ...weights, "--limit", `${LIMIT}`, ...corrupt);
        expect(one.correct).toBe(correct[s]);
      }
    }
    const errors = result.corruptions.flatMap(({ accuracy }) => accuracy.map((a) => 1 - a));
    expect(result.meanError).toBeCloseTo(errors.reduce((a, b) => a + b) / errors.length, 12);
  });

  test("has the same bits for any threads and batch size", async () => {
    const all = [...mnist, ...weights, "--severities", "3"];
    const one = figures(await robustness(...all, "--threads", "0"));
    for (const [threads, batch] of Object.entries({ 1: "1", 2: "7", 4: "100" })) {
      const flags = [...all, "--threads", threads, "--batch-size", batch];
      expect(figures(await robustness(...flags))).toBe(one);
    }
  });

  test("a baseline is a model or its earlier result: the figures are the same", async () => {
    const baseline = file("mlp.json");
    await writeFile(baseline, JSON.stringify(await robustness(...mnist, "--severities", "1,3,5")));
    const flags = [...few, "--severities", "1,5", "--baseline"];
    const [fromFile, fromModel] = [
      await robustness(...flags, baseline),
      await robustness(...flags, "mlp"),
    ];
    const { file: read, ...told } = fromFile.baseline!;
    expect(read).toBe("mlp.json");
    expect(told).toEqual(fromModel.baseline);
    expect(fromFile.corruptions).toEqual(fromModel.corruptions);
    expect(fromFile.meanCorruptionError).toBe(fromModel.meanCorruptionError);
    // Σ errors of the model ÷ Σ errors of the baseline, by hand.
    const [rotate] = fromFile.corruptions;
    const of = (correct: readonly number[]) => correct.reduce((sum, n) => sum + 150 - n, 0);
    const ratio = of(rotate!.correct) / of(fromFile.baseline!.corruptions[0]!.correct);
    expect(rotate!.corruptionError).toBeCloseTo(ratio, 12);
    const itself = await robustness(...mnist, "--baseline", "mlp", "--corruptions", "fog");
    expect(itself).toMatchObject({ meanCorruptionError: 1, relativeMeanCorruptionError: 1 });
  });

  test.each([
    [["--limit", "200"], "expected a result on 200 images, got one on 150; see --limit"],
    [["--seed", "1"], "expected a result of --seed 1, got 0"],
    [["--severities", "2"], "expected severities 2, got 1, 3, 5"],
    [["--split", "train"], "expected a result on the same images, mnist train, got one on others"],
    [["--corruptions", "fog"], "expected fog too, got none of it"],
  ])("a baseline of other than %j is refused", async (flags, message) => {
    const baseline = file("other.json");
    await writeFile(baseline, JSON.stringify(earlier));
    const args = ["robustness", ...few, "--limit", `${LIMIT}`, ...flags, "--baseline", baseline];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain(`evalpool: other.json: ${message}`);
  });

  test("a baseline that contradicts itself, or is of eval, is refused", async () => {
    const [first, ...rest] = earlier.corruptions;
    const bad = { ...earlier, corruptions: [{ ...first, correct: [1, 2, 301] }, ...rest] };
    const cases = [
      [bad, "corruptions.0.correct.2: expected at most 150 images, got 301"],
      [{ ...earlier, severities: [1, 3] }, "corruptions.0.correct: expected 2 counts, got 3"],
      [await evaluated(...mnist, "--limit", "9"), "got one of eval --json"],
    ] as const;
    for (const [content, message] of cases) {
      const baseline = file("bad.json");
      await writeFile(baseline, JSON.stringify(content));
      const args = ["robustness", ...few, "--limit", `${LIMIT}`, "--baseline", baseline];
      const { code, stderr } = await runCli(args);
      expect(code).toBe(3);
      expect(stderr).toContain(message);
    }
  });

  test("the summary fits 80 columns, with a line for each corruption", async () => {
    const args = ["robustness", ...mnist, "--limit", "20", "--severities", "1,2,3,4,5"];
    const { code, stdout } = await runCli([...args, "--baseline", "mlp"]);
    expect(code).toBe(0);
    for (const name of corruptions) expect(stdout).toMatch(new RegExp(`^${name} +[01]\\.`, "m"));
    expect(stdout).toMatch(/^mCE {7}1\.0000 {2}mean of errors ÷ the baseline's/m);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const without = await runCli([...args, "--corruptions", "fog"]);
    expect(without.stdout).toContain("not held against a baseline's: see --baseline");
  });

  describeBrowser("its report in Chromium", () => {
    test("shows a row and a picture of each corruption, at any width, without a complaint", async () => {
      const report = file("robustness.html");
      await robustness(
        ...mnist,
        ...weights,
        "--severities",
        "3",
        "--baseline",
        "mlp",
        "--report",
        report,
      );
      await using browser = await openBrowser();
      for (const width of [1280, 400]) {
        const viewport = { width, height: 900 };
        const { page, complaints, requests } = await openPage(browser, report, { viewport });
        expect(await page.locator("h1").textContent()).toBe("mlp on corrupted mnist test");
        expect(await page.locator(".corruptions tbody tr").count()).toBe(16);
        const sizes = "[...document.querySelectorAll('img')].map((it) => it.naturalWidth)";
        expect(await page.evaluate(sizes)).toEqual(new Array(16).fill(28));
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<AxeResults>("axe.run()");
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
        await page.close();
      }
    });
  });
});

describe("what contradicts itself is told", () => {
  test.each([
    [["eval", "--corrupt", "frog"], 'unknown corruption "frog"; expected one of'],
    [["eval", "--corrupt", "frog"], "Did you mean fog?"],
    [["eval", "--corrupt", "fog:9"], 'expected a severity from 1 to 5 after "fog:", got "9"'],
    [["eval", "--corrupt-seed", "1"], "--corrupt-seed is of what --corrupt NAME does"],
    [["eval", "--predictions", "p.csv", "--corrupt", "fog"], "cannot be used with option"],
    [["robustness", "--corruptions", "fog,fgo"], "There is no corruption fgo. Did you mean fog?"],
    [["robustness", "--corruptions", "fog,fog"], "fog is named twice."],
    [["robustness", "--severities", "1,6"], "Expected severities from 1 to 5, as 1,3,5."],
    [["robustness", "--seed", "-1"], "Expected a whole number 0 to 4294967295."],
    [["robustness", "--report", "a.png"], "Expected a name that ends in .html."],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
