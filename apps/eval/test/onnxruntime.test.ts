import { UnsupportedError, UsageError } from "@evalpool/errors";
import { evaluate, type EvaluationResult } from "@evalpool/eval";
import { loadModel } from "@evalpool/checkpoints/node";
import { stopwatch } from "@evalpool/evaluate";
import { loadSplit } from "@evalpool/mnist/node";
import { describe, expect, test, vi } from "vitest";
import { describeOnnxruntime, onnxruntimeDirectory } from "../../../test/onnxruntime.js";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { evaluateOn } from "../src/evaluate.js";
import { runHere } from "../src/run-here.js";
import { runOnPool } from "../src/run-on-pool.js";
import { findOnnxruntime } from "../src/predict/find-onnxruntime.js";
import { onnxInput } from "../src/predict/onnx-input.js";
import {
  onnxruntimePredictor,
  type OnnxruntimeOptions,
} from "../src/predict/onnxruntime-predictor.js";

/** As they are built: threads run no TypeScript that imports by the names of what it becomes. */
const pool = new URL("../dist/worker.js", import.meta.url);
const worker = new URL("../dist/onnxruntime-worker.js", import.meta.url).href;
const dataset = loadSplit("test", { data: sharedFile("mnist") });
dataset.catch(() => undefined);

/** As a user's, in whose project onnxruntime is installed. */
function inPeers<T>(work: () => Promise<T>): Promise<T> {
  const spy = vi.spyOn(process, "cwd").mockReturnValue(onnxruntimeDirectory);
  return work().finally(() => spy.mockRestore());
}

async function evaluateOnnx(
  options: OnnxruntimeOptions,
  run: { threads: number; limit?: number; batchSize?: number },
): Promise<EvaluationResult> {
  const predictor = await inPeers(() => onnxruntimePredictor(options));
  if (!("module" in predictor.source)) throw new TypeError("expected a module");
  const source = { ...predictor.source, module: worker };
  const shards = run.threads === 0 ? runHere() : runOnPool(run.threads, undefined, pool);
  const runner = { ...shards, elapsed: stopwatch() };
  return evaluateOn(runner, { model: { ...predictor, source }, dataset, ...run });
}

const mlp = {
  file: sharedFile("onnx/mlp.onnx"),
  signature: {
    inputs: [{ name: "x", type: "float32", shape: [undefined, 784] }],
    outputs: [{ name: "y", type: "float32", shape: [undefined, 10] }],
  },
};

test("where it is not installed, that is said with what to do", async () => {
  expect(await findOnnxruntime()).toBeUndefined();
  await expect(onnxruntimePredictor(mlp)).rejects.toThrow(
    new UsageError("mlp.onnx: onnxruntime-node is not installed: npm install onnxruntime-node"),
  );
});

describeOnnxruntime("on onnxruntime", () => {
  describeShared("real networks on MNIST", () => {
    // NumPy's and onnxruntime's own counts: shared/README.md, shared/real/README.md.
    test.each([0, 2])("an MLP that ends in softmax, on %i threads", async (threads) => {
      const result = await evaluateOnnx(mlp, { threads });
      expect(result.correct).toBe(9352);
      const weights = sharedFile("checkpoints/sample_weight.pkl");
      const own = await evaluate({ model: loadModel("mlp", weights), dataset, threads: 0 });
      expect(result.confusionMatrix).toEqual(own.confusionMatrix);
      expect(result.negativeLogLikelihood).toBeCloseTo(own.negativeLogLikelihood, 5);
      expect(result.calibrationError).toBeCloseTo(own.calibrationError, 5);
      expect(result.model).toMatchObject({
        id: "mlp",
        runtime: {
          name: "onnxruntime",
          version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
        },
        checkpoint: { file: "mlp.onnx", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      });
      expect(result.config).toMatchObject({ threads, backend: "onnxruntime" });
    });

    test("one of a fixed batch of 1 runs one by one, and tells why it runs here", async () => {
      const cntk = {
        file: sharedFile("real/cntk-mnist.onnx"),
        signature: {
          inputs: [{ name: "Input3", type: "float32", shape: [1, 1, 28, 28] }],
          outputs: [{ name: "Plus214_Output_0", type: "float32", shape: [1, 10] }],
        },
        preprocess: { scale: 1 },
        reason: "as a test",
      };
      const result = await evaluateOnnx(cntk, { threads: 2, batchSize: 64 });
      expect(result.correct).toBe(9891);
      expect(result.model.runtime.reason).toBe("as a test");
    });
  });

  test.each([
    [
      { file: "/nowhere/net.onnx" },
      UnsupportedError,
      /^net\.onnx: cannot be run here: onnxruntime: /,
    ],
    [{ output: "z" }, UsageError, "mlp.onnx: there is no output z; there are y"],
    [
      { signature: { ...mlp.signature, inputs: [] } },
      UnsupportedError,
      "expected one input, got 0",
    ],
  ])("refuses %o", async (options, type, message) => {
    const failure = await inPeers(() => onnxruntimePredictor({ ...mlp, ...options })).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(type);
    expect((failure as Error).message).toMatch(message);
  });
});

describe("what images an input takes", () => {
  const from = (shape: readonly (number | undefined)[], preprocess = {}, type = "float32") =>
    onnxInput("net.onnx", { name: "x", type, shape }, preprocess);

  test.each([
    [[undefined, 784], [1, 28, 28], "CHW", [784]],
    [[1, 28, 28], [1, 28, 28], "CHW", [28, 28]],
    [[undefined, 1, 28, 28], [1, 28, 28], "CHW", [1, 28, 28]],
    [[undefined, 28, 28, 1], [28, 28, 1], "HWC", [28, 28, 1]],
    [[8, 224, 224, 3], [224, 224, 3], "HWC", [224, 224, 3]],
  ])("%j", (shape, image, layout, full) => {
    const input = from(shape);
    expect(input.image).toEqual({ shape: image, layout });
    expect([input.shape, input.batch]).toEqual([full, shape[0]]);
  });

  test("what it does not say, preprocessing does", () => {
    const resize = { height: 32, width: 48 };
    const input = from([undefined, 3, undefined, undefined], { resize });
    expect(input.image.shape).toEqual([3, 32, 48]);
    const flat = from([undefined, 3072], { image: [3, 32, 32] });
    expect([flat.image.shape, flat.shape]).toEqual([[3, 32, 32], [3072]]);
  });

  test.each([
    [[undefined, 3072], {}, "float32", "expected a shape of images, as (N,1,28,28), got (?,3072)"],
    [[undefined, 3, undefined, undefined], {}, "float32", "got (?,3,?,?)"],
    [[], {}, "float32", "got ()"],
    [[1, 1, 28, 28], {}, "float16", "input x: expected float32 or uint8, got float16"],
  ] as const)("refuses %j", (shape, preprocess, type, message) => {
    expect(() => from(shape, preprocess, type)).toThrow(UnsupportedError);
    expect(() => from(shape, preprocess, type)).toThrow(message);
  });
});
