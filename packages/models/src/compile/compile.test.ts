import { setFlagsFromString } from "node:v8";
import {
  compileKernels,
  createWasmBackend,
  referenceBackend,
  size,
  tensor,
  type Backend,
} from "@evalpool/tensor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, type CompileOptions } from "./compile.js";
import { createPlan } from "./plan.js";
import { forward, preprocess, trace } from "../forward.js";
import type { Model } from "../model.js";
import { randomModels } from "../testing/random-models.js";
import { dropFinalSoftmax } from "../passes/drop-final-softmax.js";
import { parametersOf } from "../infer-shapes.js";
import { lowerSpec } from "../lower-spec.js";
import type { Layer, ModelSpec } from "../spec.js";

// As the command does: V8 then makes 256-bit operations of 128-bit ones, here in all that tiers up.
setFlagsFromString("--experimental-wasm-revectorize");

const backends: [string, () => Backend][] = [
  ["reference", () => referenceBackend],
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

function logits(
  model: Model,
  backend: Backend,
  bytes: Uint8Array,
  batchSize: number,
  options: CompileOptions = {},
): number[] {
  const width = options.element === "float32" ? 4 : 1;
  const count = bytes.length / size(model.graph.input.shape) / width;
  const plan = createPlan(compile(model, backend, batchSize, options), backend, count);
  plan.input.bytes.set(bytes);
  const rows: number[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const batch = Math.min(batchSize, count - first);
    plan.run(first, batch);
    const { data, stride } = plan.logits;
    for (let i = 0; i < batch; i++) {
      rows.push(...data.subarray(i * stride, i * stride + plan.classes));
    }
  }
  return rows;
}

// 16,028 squared pixels, which to look at one by one took minutes.
test("a pad to more pixels than can be planned is refused", () => {
  const layers: ModelSpec["layers"] = [
    { type: "pad", padding: 8000 },
    { type: "globalAveragePool2d" },
    { type: "flatten" },
  ];
  const graph = lowerSpec({ id: "wide", input: [1, 28, 28], layers });
  const compiling = () => compile({ graph, parameters: new Map() }, referenceBackend, 1);
  expect(compiling).toThrow("expected at most 67,108,864 values to be put into another order");
});

describe.each(backends)("compiled for %s", (_, create) => {
  // In parts of the largest value anywhere: Winograd's transforms round more, and layers add up what
  // those before them rounded.
  test.each([
    [true, 4e-6],
    [false, 2e-5],
  ])("agrees with the eager pass in float64 (exact: %s), in any batch", (isExact, tolerance) => {
    fc.assert(
      fc.property(randomModels, ({ model, pixels }) => {
        // Where a sum is nearly 0, float32 and float64 may take different steps.
        fc.pre(!model.graph.nodes.some(({ op }) => op === "step"));
        const bytes = Uint8Array.from(pixels.data);
        const got = logits(model, create(), bytes, 5, { isExact });
        const exact = dropFinalSoftmax(model);
        const x = preprocess(exact.graph, pixels);
        const expected = forward(exact, x).data;
        const all = trace(exact, x).flatMap(({ output }) => [...output.data]);
        const scale = all.reduce((max, value) => Math.max(max, Math.abs(value)), 255);
        expect(got).toHaveLength(expected.length);
        for (const [i, value] of expected.entries()) {
          expect(Math.abs(got[i]! - value)).toBeLessThan(tolerance * scale);
        }
        for (const batchSize of [1, 2, 4]) {
          expect(logits(model, create(), bytes, batchSize, { isExact })).toEqual(got);
        }
      }),
    );
  });

  test("agrees with the eager pass on floats too, in any batch", () => {
    fc.assert(
      fc.property(randomModels, ({ model, pixels }) => {
        fc.pre(!model.graph.nodes.some(({ op }) => op === "step"));
        const exact = dropFinalSoftmax(model);
        const floats = Float32Array.from(preprocess(exact.graph, pixels).data);
        const bytes = new Uint8Array(floats.buffer);
        const x = { data: Float64Array.from(floats), shape: pixels.shape };
        const expected = forward(exact, x).data;
        const all = trace(exact, x).flatMap(({ output }) => [...output.data]);
        const scale = all.reduce((max, value) => Math.max(max, Math.abs(value)), 255);
        const options = { isExact: true, element: "float32" } as const;
        const got = logits(model, create(), bytes, 5, options);
        expect(got).toHaveLength(expected.length);
        for (const [i, value] of expected.entries()) {
          expect(Math.abs(got[i]! - value)).toBeLessThan(4e-6 * scale);
        }
        expect(logits(model, create(), bytes, 2, options)).toEqual(got);
      }),
    );
  });

  test("a softmax in the middle is of the last axis, as the eager one", () => {
    const layers: Layer[] = [
      { type: "scale", divisor: 50 },
      { type: "activation", function: "softmax" },
      { type: "flatten" },
    ];
    const graph = lowerSpec({ id: "rows", input: [2, 3], layers });
    const bytes = Uint8Array.of(0, 50, 100, 9, 9, 9);
    const x = { data: Float64Array.from(bytes), shape: [1, 2, 3] };
    const expected = forward({ graph, parameters: new Map() }, x).data;
    const got = logits({ graph, parameters: new Map() }, create(), bytes, 1);
    for (const [i, value] of got.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  test("takes networks that do not begin with a dense layer, and scales anywhere", () => {
    const layers: Layer[] = [
      { type: "activation", function: "step" },
      { type: "scale", divisor: 4 },
      { type: "flatten" },
      { type: "dense", units: 1, weight: "W", bias: "b" },
      { type: "scale", divisor: 2 },
    ];
    const parameters = new Map([
      ["W", tensor([[8], [16]])],
      ["b", tensor([1])],
    ]);
    const model = { graph: lowerSpec({ id: "odd", input: [2], layers }), parameters };
    // ((bytes > 0) / 4 @ W + b) / 2
    expect(logits(model, create(), Uint8Array.of(9, 0, 0, 200, 7, 7), 2)).toEqual([1.5, 2.5, 3.5]);
  });

  test("a network of no dense layer gives its input", () => {
    const spec: ModelSpec = { id: "none", input: [3], layers: [{ type: "scale", divisor: 2 }] };
    const model = { graph: lowerSpec(spec), parameters: new Map() };
    expect(logits(model, create(), Uint8Array.of(2, 4, 6), 1)).toEqual([1, 2, 3]);
  });
});

test("a batch is cut to what a pass may take", () => {
  const graph = lowerSpec({
    id: "wide",
    input: [4],
    layers: [
      { type: "dense", units: 100_000, weight: "W", bias: "b" },
      { type: "activation", function: "relu" },
      { type: "dense", units: 2, weight: "V", bias: "c" },
    ],
  });
  const parameters = new Map(
    parametersOf(graph).map(({ name, shape }) => [
      name,
      { data: new Float32Array(size(shape)), shape },
    ]),
  );
  // 2^26 bytes over 4 of pixels, 100,000 floats and 2 logits: 167.7
  expect(compile({ graph, parameters }, referenceBackend, 100).batchSize).toBe(100);
  expect(compile({ graph, parameters }, referenceBackend, 1000).batchSize).toBe(167);
});

test("values that do not live at once share memory, and functions take none", () => {
  const layers = [64, 32, 64, 32].flatMap((units, i): Layer[] => [
    { type: "dense", units, weight: `W${i}`, bias: `b${i}` },
    { type: "activation", function: "sigmoid" },
  ]);
  const graph = lowerSpec({ id: "chain", input: [8], layers });
  const parameters = new Map(
    parametersOf(graph).map(({ name, shape }) => [
      name,
      { data: new Float32Array(size(shape)), shape },
    ]),
  );
  const { steps, slots, bytes } = compile({ graph, parameters }, referenceBackend, 10);
  expect(steps.map(({ kernel }) => kernel.kind)).toEqual(["denseBytes", "dense", "dense", "dense"]);
  expect(slots).toHaveLength(4);
  expect(bytes).toBe(10 * (64 + 32) * 4);
});

test("a wide padding around bytes is no matter for the kernel over bytes", () => {
  const graph = lowerSpec({
    id: "padded",
    input: [1, 28, 28],
    layers: [
      { type: "conv2d", filters: 1, kernel: [1, 3], padding: 16_000, strides: 8000, weight: "W" },
      { type: "flatten" },
    ],
  });
  const parameters = new Map([["W", { data: Float32Array.of(1, 2, 3), shape: [1, 1, 1, 3] }]]);
  const bytes = new Uint8Array(784).fill(1);
  // Five places along each axis; that in the middle begins at the image's first pixel.
  const expected = Array.from({ length: 25 }, (_, i) => (i === 12 ? 6 : 0));
  for (const [, create] of backends) {
    expect(logits({ graph, parameters }, create(), bytes, 1)).toEqual(expected);
  }
});
