import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { readSuite } from "./read-suite.js";
import type { Suite } from "./suite.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-suite-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function read(file: unknown): Promise<Suite> {
  const path = join(directory, "suite.json");
  await writeFile(path, typeof file === "string" ? file : JSON.stringify(file));
  return readSuite(path, undefined);
}

const models = { a: {}, b: { weights: "b.npz", mean: 0.5, gates: ["accuracy >= 0.9"] } };
const data = { x: { dataset: "mnist" }, y: { data: "y.npz", limit: 9, corrupt: "fog:2" } };

function pairsOf({ evaluations }: Suite): string[] {
  return evaluations.map(({ model, data, gates }) =>
    [model, data, ...gates.map(({ expression }) => expression)].join(" "),
  );
}

test("each model is evaluated on each data set, with the gates of all of them", async () => {
  expect(pairsOf(await read({ models, data, gates: ["ece<=0.1"] }))).toEqual([
    "a x ece <= 0.1",
    "a y ece <= 0.1",
    "b x ece <= 0.1 accuracy >= 0.9",
    "b y ece <= 0.1 accuracy >= 0.9",
  ]);
});

test("of those that are listed, what is left out is all, and a pair comes once", async () => {
  const evaluations = [
    { data: "y" },
    { model: "b", data: "y", gates: ["accuracy >= 0.9", "recall[1] >= 0.8"] },
  ];
  expect(pairsOf(await read({ models, data, evaluations }))).toEqual([
    "a y",
    "b y accuracy >= 0.9 recall[1] >= 0.8",
  ]);
});

test("paths are relative to its file, ids and addresses are none", async () => {
  await writeFile(join(directory, "names.txt"), "cat\ndog\n");
  const suite = await read({
    models: { ...models, c: { model: "net.onnx" }, d: { model: "cnn" } },
    data: {
      ...data,
      z: { data: "https://example.org/z.npz", classNames: "names.txt", shape: "3x32x32" },
      w: { data: "w", labels: "w.csv", classNames: ["a", "b"], memory: "1MiB" },
    },
  });
  const here = relative(".", directory);
  expect(suite.models.get("b")).toMatchObject({
    model: "mlp",
    weights: join(here, "b.npz"),
    preprocess: { mean: 0.5 },
    runtime: "auto",
  });
  expect(suite.models.get("c")?.model).toBe(join(here, "net.onnx"));
  expect(suite.models.get("d")?.model).toBe("cnn");
  expect(suite.data.get("y")).toMatchObject({
    choice: { dataset: "auto", data: join(here, "y.npz"), split: "test" },
    limit: 9,
    corruption: { name: "fog", severity: 2, seed: 0 },
  });
  expect(suite.data.get("z")?.choice).toMatchObject({
    data: "https://example.org/z.npz",
    classNames: ["cat", "dog"],
    shape: [3, 32, 32],
  });
  expect(suite.data.get("w")?.choice).toMatchObject({
    labels: join(here, "w.csv"),
    classNames: ["a", "b"],
    memory: 2 ** 20,
  });
});

test("a path from the root stays as it is, unless it is of the working directory", async () => {
  const far = join(dirname(directory), "net.onnx");
  const near = resolve("net.onnx");
  const suite = await read({ models: { a: { model: far }, b: { model: near } }, data });
  expect(suite.models.get("a")?.model).toBe(far);
  expect(suite.models.get("b")?.model).toBe("net.onnx");
});

test("a mark of UTF-8 is no part of it", async () => {
  expect(pairsOf(await read(`\ufeff${JSON.stringify({ models: { a: {} }, data })}`))).toEqual([
    "a x",
    "a y",
  ]);
});

describe("what is not as it should be is told with its place, in a line", () => {
  test.each([
    ["{", "expected JSON: "],
    ['{"models": {},\n"models": {}}', "expected JSON: line 2: models is given twice in one object"],
    ['{"models": {"a": {"gates": [], "gates": []}}}', "line 1: gates is given twice"],
    [
      '{"models": {"__proto__": {}, "a": {}}, "data": {}}',
      "models: expected another name than __proto__",
    ],
    ['{"models": {"a": {"__proto__": {}}}, "data": {}}', "models.a: there is no __proto__"],
    [{ data }, "models: expected an object, got nothing"],
    [{ models: { a: { std: 0 } }, data }, "models.a.std: expected a number of at least"],
    ["[]", "expected an object, got a list of 0"],
    [{ models }, "data: expected "],
    [{ models: { "": {} }, data }, 'models."": expected a text that is not empty'],
    [{ models: { ["a".repeat(61)]: {} }, data }, ": expected a text of at most 60 characters"],
    [{ models: {}, data }, "models: expected one or more, got none"],
    [{ models, data, evaluations: [] }, "evaluations: expected one or more, got none"],
    [{ models: { a: { modell: "x" } }, data }, "models.a: there is no modell. Did you mean model?"],
    [{ models: { a: { mean: "x" } }, data }, "models.a.mean: expected a number, or one for each"],
    [{ models, data: { x: {} } }, "data.x: expected dataset, which is a name, or data, which is"],
    [{ models, data: { x: { dataset: "mnits" } } }, 'got "mnits". Did you mean mnist?'],
    [{ models, data: { x: { dataset: "auto" } } }, "data.x.dataset: expected one of mnist, "],
    [{ models, data: { x: { dataset: "synthetic", data: "y" } } }, "synthetic is drawn, not read"],
    [{ models, data: { x: { dataset: "mnist", labels: "l" } } }, "data.x.labels: is of data of"],
    [{ models, data: { x: { data: "y", corruptSeed: 1 } } }, "data.x.corruptSeed: is of what"],
    [{ models, data: { x: { data: "y", corrupt: "fgo" } } }, "Did you mean fog?"],
    [{ models, data: { x: { data: "y", shape: "28" } } }, "data.x.shape: Expected height and"],
    [{ models, data: { x: { data: "y", classNames: "n.txt" } } }, "n.txt: There is no such file."],
    [{ models, data, gates: ["accuracy >= 98"] }, "gates.0: expected a number from 0 to 1"],
    [{ models, data, evaluations: [{ model: "c" }] }, "evaluations.0.model: there is no c."],
  ])("%j", async (file, message) => {
    const error = await read(file).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(/^suite\.json: [^\n]*$/);
    expect((error as Error).message).toContain(message);
  });

  test("and so is a directory, whatever models are in it", async () => {
    await writeFile(join(directory, "net.onnx"), "");
    await expect(readSuite(directory, undefined)).rejects.toThrow(
      /: expected a file of JSON, as suite\.json, got a directory$/,
    );
  });

  test("and so is a file that is not there", async () => {
    const nowhere = join(directory, "nowhere.json");
    await expect(readSuite(nowhere, undefined)).rejects.toThrow("nowhere.json: no such file");
  });
});
