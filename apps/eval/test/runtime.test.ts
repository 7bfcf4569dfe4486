import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EvaluationResult } from "@evalpool/evaluate";
import { expect, test } from "vitest";
import {
  describeOnnxruntime,
  encodeModel,
  onnxruntimeDirectory as peers,
  type OnnxNode,
} from "../../../test/onnxruntime.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { cli, runCommand, type Outcome } from "./run-cli.js";

/** Of 784 pixels a weighted sum for each of 10 classes, and then what `end` does to it. */
function networkFile(end?: string): string {
  const node = (op: string, inputs: string[], output: string): OnnxNode => {
    return { op, inputs, output, attributes: {} };
  };
  const weights = Float32Array.from({ length: 7840 }, (_, i) => Math.sin(i * i) / 200);
  const bytes = encodeModel({
    name: "sums",
    input: { name: "x", shape: [784] },
    output: { name: "y", shape: [10] },
    constants: new Map([["W", { data: weights, shape: [784, 10] }]]),
    nodes: [
      node("MatMul", ["x", "W"], end ? "sums" : "y"),
      ...(end ? [node(end, ["sums"], "y")] : []),
    ],
  });
  const file = join(temporaryDirectory(), "sums.onnx");
  writeFileSync(file, bytes);
  return file;
}

/** Runs the command in a directory. */
function runIn(directory: string, model: string, ...flags: string[]): Promise<Outcome> {
  const data = ["--dataset", "synthetic", "--limit", "300"];
  const args = [process.execPath, cli, "--json", ...data, "--model", model, ...flags];
  return runCommand("sh", ["-c", 'cd "$0" && exec "$@"', directory, ...args]);
}

/** As a user's, in whose project onnxruntime-node is installed. */

test("an operation that is lacking is named, with what to do", async () => {
  const { code, stdout, stderr } = await runIn(temporaryDirectory(), networkFile("Erf"));
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/sums\.onnx: cannot be run here: Erf \(node .*\), opset 22; npm install/);
});

describeOnnxruntime("where onnxruntime-node is installed", () => {
  test("it runs what own kernels lack; the result says so, and why", async () => {
    const { stdout, stderr } = await runIn(peers, networkFile("Erf"));
    expect(stderr).toBe("");
    const result = JSON.parse(stdout) as EvaluationResult;
    expect(result.model.runtime).toMatchObject({ name: "onnxruntime" });
    expect(result.model.runtime.reason).toMatch(/^evalpool lacks Erf \(node /);
    expect(result.model.preprocess).toEqual({ source: "assumed", scale: 1 / 255 });
    // The error function keeps the order of classes.
    const own = JSON.parse((await runIn(peers, networkFile())).stdout) as EvaluationResult;
    expect(own.model.runtime).toEqual({ name: "own" });
    expect(result.confusionMatrix).toEqual(own.confusionMatrix);
  });

  test("--runtime own refuses it all the same", async () => {
    const { code, stderr } = await runIn(peers, networkFile("Erf"), "--runtime", "own");
    expect(code).toBe(3);
    expect(stderr).toContain("Erf (node ");
  });

  test("--runtime onnxruntime takes it in any case, with the same pixels", async () => {
    const flags = ["--mean", "0.1307", "--std", "0.3081", "--invert"];
    const [own, other] = await Promise.all(
      ["own", "onnxruntime"].map((name) =>
        runIn(peers, networkFile(), "--runtime", name, ...flags),
      ),
    );
    const [a, b] = [own, other].map((it) => JSON.parse(it!.stdout) as EvaluationResult);
    expect(b!.model.runtime.name).toBe("onnxruntime");
    expect(b!.confusionMatrix).toEqual(a!.confusionMatrix);
    expect(b!.negativeLogLikelihood).toBeCloseTo(a!.negativeLogLikelihood, 5);
    expect(b!.model.preprocess).toEqual(a!.model.preprocess);
  });
});
