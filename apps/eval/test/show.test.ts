import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { decode } from "fast-png";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";
import { hasTerminal, runInTerminal } from "./run-in-terminal.js";

const { images, labels } = synthesizeDigits({ count: 6 });

let directory: string;
let data: string[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
  data = ["--data", directory];
  await writeFile(join(directory, "t10k-images-idx3-ubyte"), encodeIdx(images));
  await writeFile(join(directory, "t10k-labels-idx1-ubyte"), encodeIdx(labels));
});
afterAll(() => rm(directory, { recursive: true }));

async function show(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(["show", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

interface Sample {
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  readonly probabilities: readonly number[];
  readonly layers?: readonly { name: string; shape: number[]; min: number; max: number }[];
}

function parse(lines: string): Sample[] {
  return lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Sample);
}

describe("each image that is asked for", () => {
  test.each([["mlp"], ["cnn"], ["mlp", "--corrupt", "fog:5", "--corrupt-seed", "3"]])(
    "is read as in an evaluation: %s %s",
    async (model, ...flags) => {
      const samples = join(directory, "samples.jsonl");
      const args = ["--model", model, ...data, ...flags];
      const { code } = await runCli([...args, "--samples", samples]);
      expect(code).toBe(0);
      const expected = parse(await readFile(samples, "utf8"));
      const shown = parse(await show("4", "1-2", ...args, "--json"));
      expect(shown.map(({ index }) => index)).toEqual([4, 1, 2]);
      for (const { index, label, prediction, probabilities } of shown) {
        expect({ label, prediction }).toEqual({
          label: expected[index]!.label,
          prediction: expected[index]!.prediction,
        });
        for (const [i, p] of probabilities.entries()) {
          expect(p).toBeCloseTo(expected[index]!.probabilities[i]!, 5);
        }
      }
    },
  );

  test("is drawn with its label and the probability of every class, in 80 columns", async () => {
    const out = await show("2", ...data);
    const [json] = parse(await show("2", ...data, "--json"));
    const { label, prediction, probabilities } = json!;
    const readAs = `read as ${prediction} (${probabilities[prediction]!.toFixed(4)})`;
    const told = label === prediction ? "right" : "wrong";
    expect(out.split("\n")[0]).toBe(`image 2: label ${label}, ${readAs}, ${told}`);
    expect(out).toContain("████");
    for (const [i, p] of probabilities.entries()) {
      expect(out).toMatch(new RegExp(`^ +(?:label|read as)? +${i}  ${p.toFixed(4)}`, "m"));
    }
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(out).not.toContain("\u001b");
  });

  test("passes through every layer, whose shape and range are told", async () => {
    const args = ["3", ...data, "--model", "cnn", "--layers"];
    const text = await show(...args);
    const [json] = parse(await show(...args, "--json"));
    expect(json!.layers!.length).toBeGreaterThan(10);
    for (const { name, shape, min, max } of json!.layers!) {
      expect(text).toContain(name);
      expect(min).toBeLessThanOrEqual(max);
      expect(shape.every((side) => side > 0)).toBe(true);
    }
    expect(text).toMatch(/^x, shape \(1,28,28\), 0 to 255$/m);
    expect(text).toMatch(/^A1 = conv2d\(.*\), shape \(16,24,24\), .* to .*, first 2 channels$/m);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("is drawn into a file with its probabilities, the same bytes each time", async () => {
    const png = join(directory, "a.png");
    const text = await show("0-5", ...data, "--out", png);
    expect(text).not.toContain("░");
    const bytes = await readFile(png);
    expect(decode(bytes).width).toBeGreaterThan(600);
    await show("0-5", ...data, "--out", png);
    expect(await readFile(png)).toEqual(bytes);
    const svg = join(directory, "a.svg");
    await show("0-5", ...data, "--out", svg);
    for (const [i, label] of [...labels.data].entries()) {
      expect(await readFile(svg, "utf8")).toContain(`image ${i} · label ${label} · read as`);
    }
  });
});

test.each([
  [["6"], /^evalpool: image 6: .* test has images 0 to 5$/m],
  [["0-6"], /^evalpool: image 6: .* test has images 0 to 5$/m],
  [["1", "0-2"], "image 1 is asked for twice"],
  [["seven"], "Expected an index from 0 on, or a range of them, as 10-14."],
  [[], "missing required argument 'index'"],
  [["0", "--corrupt-seed", "1"], "--corrupt-seed is of what --corrupt NAME does: give both"],
  [["0", "--out", "a.jpg"], "Expected a name that ends in .png or .svg."],
  [["0", "--out", "/nowhere/a.png"], "cannot write /nowhere/a.png: no such file or directory"],
])("show %j is a usage error: exit 2, one clear message", async (args, message) => {
  const { code, stdout, stderr } = await runCli(["show", ...args, ...data]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(message);
});

test.skipIf(!hasTerminal)("a terminal of many colours is drawn on in half blocks", async () => {
  const args = ["show", "2", ...data];
  const env = { COLORTERM: "truecolor" };
  const { code, output } = await runInTerminal(args, { env });
  expect(code).toBe(0);
  // 28 rows of pixels in 14 lines.
  expect(output.split("\n").filter((line) => line.includes("▀"))).toHaveLength(14);
  const plain = await runInTerminal(args, { env: { ...env, NO_COLOR: "1" } });
  expect(plain.output).not.toContain("\u001b[38");
});

describeShared("networks and data sets from files", () => {
  test("tells what NumPy reads, of weights of one's own", async () => {
    // Where the argmax of sample_weight's logits first differs from the label: image 8.
    const text = await show("8", ...mnist, ...weights);
    expect(text).toMatch(/^image 8: label 5, read as 6 \(0\.\d{4}\), wrong\n/);
    expect(text).toMatch(/^ {2}label +5 {2}0\.\d{4}/m);
    expect(text).toMatch(/^ {2}read as {2}6 {2}0\.\d{4}/m);
  });

  test.each(["onnx/deep.onnx", "real/cntk-mnist.onnx"])("reads with %s", async (model) => {
    const text = await show("0", ...mnist, "--model", sharedFile(model), "--layers");
    expect(text).toMatch(/^image 0: label 7, read as 7 /);
  });
});
