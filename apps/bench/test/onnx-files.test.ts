import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { loadModel } from "@evalpool/checkpoints/node";
import { loadSplit } from "@evalpool/mnist/node";
import type { Model } from "@evalpool/models";
import { compileKernels, createWasmBackend, size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeOnnxruntime } from "../../../test/onnxruntime.ts";
import { describeShared, sharedFile } from "../../../test/shared.ts";
import { compiledLogits } from "./onnx/compiled.ts";
import { onnxFile } from "./onnx/onnx-file.ts";
import { randomPixels } from "./onnx/random-weights.ts";

// As the command does: V8 then makes 256-bit operations of 128-bit ones.
setFlagsFromString("--experimental-wasm-revectorize");

const way = { name: "simd", backend: createWasmBackend(compileKernels("simd")), isExact: false };

/** Batches that give the same. */
const BATCHES = [1, 7, 100];

function predictions(values: ArrayLike<number>, classes: number): number[] {
  return Array.from({ length: values.length / classes }, (_, row) => {
    const logits = Array.from({ length: classes }, (_, i) => values[row * classes + i]!);
    return logits.indexOf(Math.max(...logits));
  });
}

/** Holds a file's predictions against onnxruntime's: own kernels, in batches of several sizes. */
async function hold(file: string, pixels: Uint8Array, atOnce: number): Promise<Model> {
  const model = await loadModel(file);
  const { shape } = model.graph.input;
  const scale = model.graph.preprocess.scale ?? 1;
  const run = await onnxFile(await readFile(file));
  const width = size(shape);
  const expected: number[] = [];
  for (let at = 0; at < pixels.length; at += width * atOnce) {
    const some = Float32Array.from(pixels.subarray(at, at + width * atOnce), (v) => v * scale);
    const values = await run(some, [some.length / width, ...shape]);
    expected.push(...predictions(values, (values.length * width) / some.length));
  }
  const [got, ...others] = BATCHES.map((n) => compiledLogits(model, way, pixels, n));
  expect(predictions(got!, 10)).toEqual(expected);
  for (const other of others) expect(other).toEqual(got);
  return model;
}

describeShared("public ONNX files", () => {
  describeOnnxruntime("predict what onnxruntime does", () => {
    test.each([
      ["real/cntk-mnist.onnx", 1],
      ["real/pytorch-convnet-mnist.onnx", 100],
      ["onnx/mlp.onnx", 100],
      ["onnx/simple.onnx", 100],
    ])(
      "%s, for each MNIST test image",
      async (name, atOnce) => {
        const { images } = await loadSplit("test", { data: sharedFile("mnist") });
        const pixels = Uint8Array.from(images.data);
        expect(pixels.length).toBe(10_000 * 784);
        await hold(sharedFile(name), pixels, atOnce);
      },
      60_000,
    );

    test("real/pytorch-cifar.onnx, for random images", async () => {
      const pixels = randomPixels(1000 * 3 * 32 * 32, 1);
      await hold(sharedFile("real/pytorch-cifar.onnx"), Uint8Array.from(pixels), 100);
    });
  });
});
