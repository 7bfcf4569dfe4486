import { bind, compile, createPlan, forward, logitsOf } from "@evalpool/models";
import { compileKernels, createWasmBackend } from "@evalpool/tensor";
import { expect, test } from "vitest";
import type { NetworkInFile } from "../network-file.js";
import { readTfjs } from "../tfjs/read-tfjs.js";
import { tfjsFiles } from "../tfjs/testing/tfjs-files.js";
import { readKerasHdf5 } from "./read-keras-hdf5.js";
import { readKeras } from "./read-keras.js";
import { pixels, probabilities, small } from "./testing/small-network.js";

const { keras2, keras3 } = probabilities;

const kinds: [kind: string, read: () => NetworkInFile | Promise<NetworkInFile>, number[]][] = [
  [".keras", () => readKeras(small("small.keras"), "s.keras", {}), keras3],
  ["HDF5 of Keras 3", () => readKerasHdf5(small("small.h5"), "s.h5", {}), keras3],
  ["HDF5 of Keras 2", () => readKerasHdf5(small("small-keras2.h5"), "s.h5", {}), keras2],
  ["TensorFlow.js", () => readTfjs(tfjsFiles().model, "model.json", tfjsFiles()), keras2],
];

test.each(kinds)("a network of %s gives what Keras gives", async (_, read, expected) => {
  const { graph, parameters, saysPreprocess } = await read();
  expect(saysPreprocess).toBe(true);
  expect(graph.input.shape).toEqual([1, 6, 5]);
  const model = bind(graph, parameters, "s");
  const { data } = forward(model, { data: Float64Array.from(pixels), shape: [1, 1, 6, 5] });
  expect(data).toHaveLength(4);
  data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
});

test.each(kinds)("%s: so do the kernels", async (_, read, expected) => {
  const { graph, parameters } = await read();
  const model = bind(graph, parameters, "s");
  const backend = createWasmBackend(compileKernels("simd"));
  const program = compile({ ...model, graph: logitsOf(graph) }, backend, 1, {});
  const plan = createPlan(program, backend, 1);
  plan.input.bytes.set(pixels);
  plan.run(0, 1);
  const logits = plan.logits.data.subarray(0, 4);
  const exps = Array.from(logits, (value) => Math.exp(value));
  const sum = exps.reduce((a, b) => a + b, 0);
  exps.forEach((value, i) => expect(value / sum).toBeCloseTo(expected[i]!, 4));
});
