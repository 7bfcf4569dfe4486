import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate, type EvaluationResult } from "@evalpool/eval";
import { synthesizeDigits } from "@evalpool/mnist";
import { toSource } from "@evalpool/mnist/node";
import { loadModel } from "@evalpool/checkpoints/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "@evalpool/evaluate";
import { runCli, type Outcome } from "./run-cli.js";

const digits = toSource({
  name: "synthetic",
  split: "test",
  ...synthesizeDigits({ count: 200 }),
  sha256: { images: "aa", labels: "bb" },
});
const english = "zero one two three four five six seven eight nine".split(" ");
const german = "null eins zwei drei vier fünf sechs sieben acht neun".split(" ");

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-names-"));
});
afterAll(() => rm(directory, { recursive: true }));

describe("a result", () => {
  test("has the data set's names of classes, else the network's, else none", async () => {
    const model = await loadModel("mlp");
    const named = { ...model, graph: { ...model.graph, classNames: german } };
    const run = { threads: 0, backend: "reference" } as const;
    const inEnglish = { ...digits, classNames: english };
    const ofData = await evaluate({ ...run, model, dataset: inEnglish });
    expect(ofData.dataset.classNames).toEqual(english);
    expect(ofData.perClass.map(({ name }) => name)).toEqual(english);
    // Of two that differ nobody could say which of them is meant by a label.
    await expect(evaluate({ ...run, model: named, dataset: inEnglish })).rejects.toThrow(
      "class 0 is zero, and of model mlp null; give the names in the model's order",
    );
    const ofModel = await evaluate({ ...run, model: named, dataset: digits });
    expect(ofModel.dataset.classNames).toEqual(german);
    expect(ofModel.perClass[5]).toMatchObject({ label: 5, name: "fünf" });
    const plain = await evaluate({ ...run, model, dataset: digits });
    expect(plain.dataset).not.toHaveProperty("classNames");
    for (const figures of plain.perClass) expect(figures).not.toHaveProperty("name");
    // Names are no part of what is counted.
    const { perClass, ...counted } = { ...ofData, perClass: ofData.perClass.map(({ name, ...rest }) => rest) }; // prettier-ignore
    expect(perClass).toEqual(plain.perClass);
    expect(counted.confusionMatrix).toEqual(plain.confusionMatrix);
  });
});

describe("compare", () => {
  let one: EvaluationResult;
  beforeAll(async () => {
    const model = await loadModel("mlp");
    one = await evaluate({ model, dataset: { ...digits, classNames: english }, threads: 0 });
  });

  /** As it would be if classes were called so. */
  const called = (names: readonly string[]): EvaluationResult => ({
    ...one,
    dataset: { ...one.dataset, classNames: names },
    perClass: one.perClass.map((figures, label) => ({ ...figures, name: names[label]! })),
  });

  async function compare(a: object, b: object, ...flags: string[]): Promise<Outcome> {
    const files = await Promise.all(
      [a, b].map(async (result, i) => {
        const file = join(directory, `${"ab"[i]}.json`);
        await writeFile(file, JSON.stringify(result));
        return file;
      }),
    );
    return runCli(["compare", ...files, ...flags]);
  }

  test("tells classes by name, whichever result has them", async () => {
    const { perClass, dataset, ...rest } = one;
    const { classNames, ...unnamed } = dataset;
    const bare = { ...rest, dataset: unnamed, perClass: perClass.map(({ name, ...f }) => f) };
    for (const [a, b] of [
      [one, one],
      [one, bare],
      [bare, one],
    ] as const) {
      // prettier-ignore
      const { code, stdout } = await compare(a, b);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^F1 by class\n {2}zero +1\.0000/m);
      expect(stdout).not.toContain("class names differ");
    }
    const json = JSON.parse((await compare(bare, one, "--json")).stdout) as Comparison;
    expect(json.dataset.classNames).toEqual(english);
    expect(json).not.toHaveProperty("otherNames");
  });

  test("says where the two name classes otherwise", async () => {
    const { stdout } = await compare(one, called(german));
    expect(stdout).toContain(
      "class names differ: 0 is zero in A, null in B, and so with 9 more; those of A\nare shown\n",
    );
    const other = called(english.with(3, "\u001b[2Jdrei"));
    const json = JSON.parse((await compare(one, other, "--json")).stdout) as Comparison;
    expect(json.otherNames).toEqual([{ label: 3, a: "three", b: "\u001b[2Jdrei" }]);
    expect((await compare(one, other)).stdout).toContain("3 is three in A, \\x1b[2Jdrei in B;");
  });

  test("refuses a result that names a class in two ways", async () => {
    const { perClass } = called(english.with(3, "drei"));
    const { code, stderr } = await compare({ ...one, perClass }, one);
    expect(code).toBe(3);
    expect(stderr).toContain(`a.json: expected figures that agree: perClass.3.name: expected "three", got "drei"`); // prettier-ignore
    const texts = { ...one, dataset: { ...one.dataset, classNames: [1] } };
    expect((await compare(texts, one)).stderr).toContain("dataset.classNames.0");
  });
});
