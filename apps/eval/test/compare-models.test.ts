import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "@evalpool/evaluate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { mnist, runCli, weights, type Outcome } from "./run-cli.js";
import { hasTerminal, runInTerminal } from "./run-in-terminal.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-compare-"));
});
afterAll(() => rm(directory, { recursive: true }));

const file = (name: string): string => join(directory, name);
const book = sharedFile("checkpoints/sample_weight.pkl");

async function compared(...args: string[]): Promise<Comparison> {
  const { code, stdout, stderr } = await runCli(["compare", "--json", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Comparison;
}

/** All but what tells of the run. */
function counts({ a, b, difference, ...rest }: Comparison): object {
  const timeless = ({ imagesPerSecond, ...figures }: Comparison["difference"]): object => {
    expect(imagesPerSecond).toBeTypeOf("number");
    return figures;
  };
  return { a: timeless(a), b: timeless(b), difference: timeless(difference), ...rest };
}

async function save(name: string, ...flags: string[]): Promise<string> {
  const outcome = await runCli(["eval", "--json", ...mnist, ...flags]);
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  await writeFile(file(name), outcome.stdout);
  return file(name);
}

function expectRefused({ code, stdout, stderr }: Outcome, expected: number, message: string): void {
  expect({ code, stdout, stderr }).toEqual({ code: expected, stdout: "", stderr: `evalpool: ${message}\n` }); // prettier-ignore
}

describeShared("compare of models on real MNIST", () => {
  // What NumPy reads with both: 541 images are mended, and 30 broke.
  test("evaluates both, and tells which images broke and were mended", async () => {
    const comparison = await compared(book, "mlp", ...mnist);
    const { a, b, mcNemar, broken = [], mended = [] } = comparison;
    expect([a.file, a.correct, b.file, b.correct]).toEqual([
      "sample_weight.pkl",
      9352,
      "mlp",
      9863,
    ]);
    expect(mcNemar).toMatchObject({ bothRight: 9322, onlyA: 30, onlyB: 541, bothWrong: 107 });
    expect([broken.length, mended.length]).toEqual([30, 541]);
    expect(broken[0]).toEqual({ index: 18, label: 3, a: 3, b: 8 });
    expect(mended[0]).toEqual({ index: 8, label: 5, a: 6, b: 5 });

    const options = ["--threads", "0", "--batch-size", "7"];
    const other = await compared(book, "mlp", ...mnist, ...options);
    expect(counts(other)).toEqual(counts(comparison));

    const old = await save("old.json", ...weights, "--samples", file("old.jsonl"));
    const current = await save("new.json", "--samples", file("new.jsonl"));
    const samples = ["--samples", file("old.jsonl"), file("new.jsonl")];
    const ofResults = await compared(old, current, ...samples);
    expect(ofResults).toMatchObject({ mcNemar, broken, mended });
    // One of each has figures, and no test.
    const mixed = await compared(old, "mlp", ...mnist);
    expect(mixed).toMatchObject({ total: 10_000, a: { correct: 9352 }, b: { correct: 9863 } });
    expect(mixed.mcNemar).toBeUndefined();
    expectRefused(
      await runCli(["compare", old, "mlp", ...mnist, "--fail-if-worse"]),
      2,
      "--fail-if-worse is told of each image, and of old.json they are not known: " +
        "give both as models, or both as results with --samples A.jsonl B.jsonl",
    );
    expectRefused(
      await runCli(["compare", old, "mlp", ...mnist, "--limit", "50"]),
      3,
      "mnist test: expected a total of images of 10000, as old.json has, got 50",
    );
  });

  test("exits with 1 where b is worse, and with 0 where it is not", async () => {
    const gate = [...mnist, "--limit", "2000", "--fail-if-worse"];
    const worse = await runCli(["compare", "mlp", book, ...gate]);
    expect(worse.code).toBe(1);
    expect(worse.stdout).toContain("McNemar's test (exact binomial): p = ");
    expect(worse.stderr).toMatch(
      /^evalpool: --fail-if-worse: B is worse than A: accuracy 0\.\d{4} against 0\.\d{4}, alone right on \d+ images against \d+, p = \S+, at most --alpha 0\.05\n$/,
    );
    const annotated = await runCli(["compare", "mlp", book, ...gate], { GITHUB_ACTIONS: "true" });
    expect(annotated.stderr).toMatch(/^::error title=evalpool::--fail-if-worse: B is worse .*\n$/);
    expect(await runCli(["compare", book, "mlp", ...gate])).toMatchObject({ code: 0, stderr: "" });
    expect(await runCli(["compare", "mlp", "mlp", ...gate])).toMatchObject({ code: 0, stderr: "" });
    const strict = await runCli(["compare", "mlp", book, ...gate, "--alpha", "1e-300", "--json"]);
    expect(strict.code).toBe(0);
    expect(JSON.parse(strict.stdout)).toMatchObject({
      failIfWorse: { alpha: 1e-300, isWorse: false },
    });
  });

  test("takes networks from files, and weights of another network", async () => {
    const some = [...mnist, "--limit", "200"];
    const onnx = await compared(sharedFile("onnx/mlp.onnx"), book, ...some);
    expect(onnx.mcNemar).toMatchObject({ onlyA: 0, onlyB: 0 });
    const dense = (n: number, units: number) => [
      { type: "dense", units, weight: `W${n}`, bias: `b${n}` },
    ];
    const layers = [...dense(1, 50), { type: "sigmoid" }, ...dense(2, 100), { type: "sigmoid" }, ...dense(3, 10)]; // prettier-ignore
    await writeFile(file("net.json"), JSON.stringify({ id: "net", input: [784], layers }));
    const network = ["--model", file("net.json"), "--scale", "1/255"];
    const { a, b } = await compared(book, book, ...network, ...some);
    expect([a.model.id, a.correct]).toEqual(["net", b.correct]);
    expect(a.confusionMatrix).toEqual(onnx.a.confusionMatrix);
    const safetensors = file("net.safetensors");
    await runCli(["convert", "mlp", safetensors]);
    expect((await compared("mlp", safetensors, ...some)).mcNemar).toMatchObject({ pValue: 1 });
  });

  test("compares parts of the same images, with the samples beside them", async () => {
    const part = async (name: string, shard: string, ...flags: string[]): Promise<string> => {
      const files = ["--out", file(`${name}.json`), "--samples", file(`${name}.jsonl`)];
      const some = ["--limit", "1000", "--shard", shard, ...files];
      expect(await runCli(["eval", ...mnist, ...some, ...flags])).toMatchObject({ code: 0 });
      return file(`${name}.json`);
    };
    const [old, current] = [await part("a", "2/2", ...weights), await part("b", "2/2")];
    const { total, mcNemar, broken = [], mended = [] } = await compared(old, current);
    expect(total).toBe(500);
    const whole = await compared(book, "mlp", ...mnist, "--limit", "1000");
    const inPart = ({ index }: { index: number }): boolean => index >= 500;
    expect(broken).toEqual(whole.broken?.filter(inPart));
    expect(mended).toEqual(whole.mended?.filter(inPart));
    expect(mcNemar).toMatchObject({ onlyA: broken.length, onlyB: mended.length });
    const other = await part("c", "1/2");
    expectRefused(
      await runCli(["compare", old, other]),
      3,
      "c.json: expected images 500 to 999, as a.json has, got 0 to 499",
    );
  });
});

describe("what contradicts itself is refused", () => {
  test.each([
    [["mlp", "cnn", "--alpha", "0.01"], "--alpha is of --fail-if-worse: give both"],
    [
      ["mlp", "cnn", "--model", "cnn"],
      "--model cnn is for weights, and neither of the two is a file of such",
    ],
    [
      ["mlp", "cnn", "--samples", "a", "b"],
      "--samples are of two results: a model is evaluated for them",
    ],
    [["mlp", "cnn", "cnn"], "expected two to compare, got 3: mlp, cnn, cnn"],
    [
      ["mlp", "cnn", "--labels", "x"],
      "--labels is of data of your own: give them with --data PATH",
    ],
    [
      ["mlp", "cnn", "--fail-if-worse", "--alpha", "5"],
      "option '--alpha <p>' argument '5' is invalid. Expected a number above 0, up to 0.5. Did you mean 0.05?",
    ],
    [
      ["mlp", "cnn", "--fail-if-worse", "--alpha", "0.95"],
      "option '--alpha <p>' argument '0.95' is invalid. Expected a number above 0, up to 0.5. Did you mean 0.05?",
    ],
    [
      ["mlp", "cnn", "--fail-if-worse", "--alpha", "0"],
      "option '--alpha <p>' argument '0' is invalid. Expected a number above 0, up to 0.5.",
    ],
  ])("%j", async (args, message) => {
    expectRefused(await runCli(["compare", ...args]), 2, message);
  });

  test("a name that is none is told with what there could be", async () => {
    expectRefused(
      await runCli(["compare", "mpl", "cnn"]),
      3,
      "mpl: no such file or directory; expected a result of eval --json, a part of one, " +
        "a model or weights. Did you mean mlp?",
    );
  });

  test("the report does not replace what is compared", async () => {
    await writeFile(file("x.html"), "");
    const { code, stderr } = await runCli(["compare", file("x.html"), "mlp", "--report", file("x.html")]); // prettier-ignore
    expect(code).toBe(2);
    expect(stderr).toContain("would replace A");
    expect(await readFile(file("x.html"), "utf8")).toBe("");
  });
});

const ESCAPE = "\u001b[";

describe.skipIf(!hasTerminal)("in a terminal", () => {
  const synthetic = ["compare", "mlp", "mlp", "--dataset", "synthetic", "--threads", "0"];

  test("marks what is better and worse, and keeps to its width", async () => {
    const { output } = await runInTerminal(["compare", "mlp", "cnn", ...synthetic.slice(3)]);
    // Green or red.
    const marked = output.split(ESCAPE).filter((text) => /^3[12]m +[+-]0\.\d{4}$/.test(text));
    expect(marked.length).toBeGreaterThan(0);
    for (const columns of [40, 60]) {
      const narrow = await runInTerminal(synthetic, { columns, env: { NO_COLOR: "1" } });
      expect(narrow.code).toBe(0);
      for (const line of narrow.screen.split("\n"))
        expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});
