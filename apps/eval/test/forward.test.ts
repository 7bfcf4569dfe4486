import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { encode } from "fast-png";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "./run-cli.js";

const { images, labels } = synthesizeDigits({ count: 4 });
const pixels = images.data.subarray(2 * 784, 3 * 784) as Uint8Array;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
  await writeFile(inside("t10k-images-idx3-ubyte"), encodeIdx(images));
  await writeFile(inside("t10k-labels-idx1-ubyte"), encodeIdx(labels));
  await writeFile(inside("digit.png"), png(pixels, 28));
  await writeFile(
    inside("dark.png"),
    png(
      Uint8Array.from(pixels, (v) => 255 - v),
      28,
    ),
  );
  await writeFile(inside("small.png"), png(new Uint8Array(64), 8));
});
afterAll(() => rm(directory, { recursive: true }));

function inside(name: string): string {
  return join(directory, name);
}

function png(data: Uint8Array, side: number): Uint8Array {
  return encode({ data, width: side, height: side, channels: 1, depth: 8 });
}

async function linesOf(...args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCli(["forward", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
}

describe("an image of a data set", () => {
  test.each(["mlp", "cnn"])("%s reads it as in an evaluation", async (model) => {
    const samples = inside(`${model}.jsonl`);
    const { code } = await runCli(["--model", model, "--data", directory, "--samples", samples]);
    expect(code).toBe(0);
    const [, , third] = (await readFile(samples, "utf8")).split("\n");
    const { prediction, label, probabilities } = JSON.parse(third!) as {
      prediction: number;
      label: number;
      probabilities: number[];
    };
    expect(label).toBe(labels.data[2]);
    const lines = await linesOf(model, "--data", directory, "--index", "2");
    const probability = probabilities[prediction]!.toFixed(4);
    expect(lines.at(-1)).toBe(`reads it as ${prediction} (${probability}); its label is ${label}`);
  });

  test("every value is shown with its shape, what is large by its ends", async () => {
    const lines = await linesOf("--data", directory, "--index", "2");
    expect(lines.filter((line) => !/^( |reads)/.test(line))).toEqual([
      "x, shape (784,)",
      "H0 = x / 255, shape (784,)",
      "A1 = H0·W1 + b1, shape (50,)",
      "Z1 = sigmoid(A1), shape (50,)",
      "A2 = Z1·W2 + b2, shape (100,)",
      "Z2 = sigmoid(A2), shape (100,)",
      "A3 = Z2·W3 + b3, shape (10,)",
      "y = identity(A3), shape (10,)",
      "y = softmax(A3), shape (10,)",
    ]);
    expect(lines[1]).toBe("  [0. 0. 0. ... 0. 0. 0.]");
  });
});

describe("a picture", () => {
  test("gives what the same image of a data set gives, but for the label", async () => {
    const indexed = await linesOf("mlp", "--data", directory, "--index", "2");
    const pictured = await linesOf("--model", "mlp", "--image", inside("digit.png"));
    expect(pictured).toEqual([...indexed.slice(0, -1), indexed.at(-1)!.replace(/;.*/, "")]);
  });

  test("is prepared as flags say", async () => {
    const light = await linesOf("mlp", "--image", inside("digit.png"));
    expect(await linesOf("mlp", "--image", inside("dark.png"), "--invert")).toEqual(light);
    expect(await linesOf("mlp", "--image", inside("dark.png"))).not.toEqual(light);
  });
});

test.each([
  [["three-layer"], "no input: give its values after the model, --index N of a data set, or"],
  [["three-layer", "1", "0.5", "--index", "0"], "input values and --index 0 are two inputs"],
  [["mlp", "--index", "0", "--image", "a.png"], "--index 0 and --image a.png are two inputs"],
  [["mlp", "--image", "a.png", "--data", "d"], "--data is of data sets: say which image"],
  [["three-layer", "1", "0.5", "--split", "train"], "--split is of data sets"],
  [["three-layer", "1", "0.5", "--invert"], "--invert is of pixels: give an image"],
  [["mlp", "--model", "cnn", "--index", "0"], "mlp and --model cnn both name the model"],
  [["mlp", "--index", "-1"], "Expected a whole number of at least 0."],
  [["mlp", "--index", "0", "--labels", "l"], "--labels is of data of your own"],
])("forward %j is a usage error: exit 2, one clear message", async (args, message) => {
  const { code, stdout, stderr } = await runCli(["forward", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("an index beyond the data set is a usage error that says what there is", async () => {
  const args = ["forward", "mlp", "--data", directory, "--index", "4"];
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^evalpool: --index 4: .* test has images 0 to 3\n$/);
});

test.each([
  ["small.png", "model mlp takes images of 1×28×28, got images of 1×8×8"],
  ["none.png", "no such file"],
  ["t10k-images-idx3-ubyte", "expected a PNG or JPEG image"],
])("the picture %s is refused: exit 3, one clear message", async (name, message) => {
  const { code, stdout, stderr } = await runCli(["forward", "mlp", "--image", inside(name)]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).toContain(inside(name));
});
