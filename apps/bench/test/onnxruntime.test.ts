import { setFlagsFromString } from "node:v8";
import { expect, test } from "vitest";
import { forward, logitsOf, type Graph } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { describeOnnxruntime } from "../../../test/onnxruntime.ts";
import { prepareOnnx } from "../src/onnx/onnxruntime-node.ts";
import { toOnnx } from "../src/onnx/to-onnx.ts";
import { compiledLogits, ways } from "./onnx/compiled.ts";
import { operationGraphs, operationNames } from "./onnx/operation-cases.ts";
import { randomPixels, randomWeights } from "./onnx/random-weights.ts";
import { residualNetwork } from "./onnx/residual-network.ts";

// As the command does: V8 then makes 256-bit operations of 128-bit ones.
setFlagsFromString("--experimental-wasm-revectorize");

/** Of the largest value of a row: float32 in another order of sums. */
const TOLERANCE = 1e-4;

/** Holds a graph with random weights against onnxruntime: the eager pass, and every backend. */
async function hold(graph: Graph, images: number, batchSizes: readonly number[]): Promise<void> {
  const model = { graph, parameters: randomWeights(graph, 1) };
  const logits = { ...model, graph: logitsOf(graph) };
  const pixels = randomPixels(images * size(graph.input.shape), 2);
  const shape = [images, ...graph.input.shape];
  // As it is written: fused, some of its graphs are none that it can run.
  const run = await prepareOnnx(toOnnx(logits), false);
  const expected = await run({ data: Float32Array.from(pixels), shape });

  const eager = forward(logits, { data: Float64Array.from(pixels), shape });
  expectRows(`${graph.id}, eager`, eager.data, expected, images);
  for (const way of ways) {
    const [got, ...others] = batchSizes.map((n) => compiledLogits(model, way, pixels, n));
    expectRows(`${graph.id}, ${way.name}`, got!, expected, images);
    for (const other of others) expect(other, `${graph.id}, ${way.name}`).toEqual(got);
  }
}

/** Fails where values are further off than float32 explains; NaN is. */
function expectRows(
  what: string,
  got: ArrayLike<number>,
  expected: Float32Array,
  rows: number,
): void {
  expect(got.length, what).toBe(expected.length);
  const width = expected.length / rows;
  for (let row = 0; row < rows; row++) {
    const values = expected.subarray(row * width, (row + 1) * width);
    const largest = Math.max(...values.map(Math.abs));
    const errors = Array.from(values, (value, i) => Math.abs(got[row * width + i]! - value));
    expect(Math.max(...errors) / (largest || 1), `${what}, example ${row}`).toBeLessThan(TOLERANCE);
  }
}

describeOnnxruntime("onnxruntime-node gives the same", () => {
  test.each([[[3, 32, 32]], [[1, 28, 28]]])("for a residual network over %j", async (input) => {
    await hold(residualNetwork(input), 32, [32, 7, 1]);
  });

  test.each(operationNames)("for %s", async (op) => {
    for (const graph of operationGraphs(op)) await hold(graph, 9, [9, 4, 1]);
  });
});
