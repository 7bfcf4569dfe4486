import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { loadModel } from "@evalpool/checkpoints/node";
import { logitsOf, type Graph } from "@evalpool/models";
import { compileKernels, createWasmBackend, size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeOnnxruntime } from "../../../test/onnxruntime.ts";
import { temporaryDirectory } from "../../../test/temporary-directory.ts";
import { toOnnx } from "../src/onnx/to-onnx.ts";
import { compiledLogits } from "./onnx/compiled.ts";
import { onnxFile } from "./onnx/onnx-file.ts";
import { operationGraphs, operationNames } from "./onnx/operation-cases.ts";
import { randomGraph } from "./onnx/random-graph.ts";
import { randomPixels, randomWeights } from "./onnx/random-weights.ts";

const way = { name: "simd", backend: createWasmBackend(compileKernels("simd")), isExact: false };

/** Of the largest value of a row: float32 in another order of sums. */
const TOLERANCE = 1e-4;
const IMAGES = 4;

/** Writes a graph with random weights as ONNX, reads it back, and holds it against onnxruntime. */
async function hold(graph: Graph, directory: string): Promise<void> {
  const model = { graph: logitsOf(graph), parameters: randomWeights(graph, 1) };
  const bytes = toOnnx(model);
  const file = join(directory, "model.onnx");
  await writeFile(file, bytes);
  const read = await loadModel(file);
  const pixels = randomPixels(IMAGES * size(graph.input.shape), 2);
  const scale = read.graph.preprocess.scale ?? 1;
  const run = await onnxFile(bytes);
  const x = Float32Array.from(pixels, (pixel) => pixel * scale);
  const expected = await run(x, [IMAGES, ...graph.input.shape]);
  const got = compiledLogits(read, way, pixels, 3);
  expect(got.length, graph.id).toBe(expected.length);
  const width = expected.length / IMAGES;
  for (let row = 0; row < IMAGES; row++) {
    const values = expected.subarray(row * width, (row + 1) * width);
    const largest = Math.max(...values.map(Math.abs));
    const errors = Array.from(values, (value, i) => Math.abs(got[row * width + i]! - value));
    expect(Math.max(...errors) / (largest || 1), `${graph.id}, ${row}`).toBeLessThan(TOLERANCE);
  }
}

describeOnnxruntime("what is written as ONNX and read back gives what onnxruntime does", () => {
  test.each(operationNames)("for %s", async (op) => {
    const directory = temporaryDirectory();
    for (const graph of operationGraphs(op)) {
      await hold(withClasses(graph), directory);
    }
  });

  test("for random small graphs", async () => {
    const directory = temporaryDirectory();
    await fc.assert(
      fc.asyncProperty(randomGraph, (graph) => hold(graph, directory)),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** With one axis at the end, as the command wants it, and no softmax there, which would be left out. */
function withClasses(graph: Graph): Graph {
  const ofNothing = { attributes: {}, parameters: {} };
  const nodes: Graph["nodes"] = [
    { op: "flatten", name: "flat", inputs: [graph.output], output: "flat.end", ...ofNothing },
    {
      op: "add",
      name: "twice",
      inputs: ["flat.end", "flat.end"],
      output: "twice.end",
      ...ofNothing,
    },
  ];
  return { ...graph, nodes: [...graph.nodes, ...nodes], output: "twice.end" };
}
