import { setFlagsFromString } from "node:v8";
import {
  compileKernels,
  createWasmBackend,
  referenceBackend,
  tensor,
  type Backend,
} from "@evalpool/tensor";
import { compile } from "./compile.js";
import { createPlan } from "./plan.js";
import { forward } from "../forward.js";
import { type FloatTensor, type Model } from "../model.js";
import { dropFinalSoftmax } from "../passes/drop-final-softmax.js";
import { lowerSpec } from "../lower-spec.js";
import type { Layer, ModelSpec } from "../spec.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

// As the command does: V8 then makes 256-bit operations of 128-bit ones, here in all that tiers up.
setFlagsFromString("--experimental-wasm-revectorize");

const backends: [string, () => Backend][] = [
  ["reference", () => referenceBackend],
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

const functions = ["sigmoid", "relu", "identity", "softmax"] as const;

/** Networks of one to three dense layers over a few bytes, with weights in [-1, 1). */
const networks = fc
  .record({
    inputs: fc.integer({ min: 1, max: 60 }),
    hidden: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(...functions)), {
      minLength: 1,
      maxLength: 3,
    }),
    divisor: fc.constantFrom(1, 255),
    seed: fc.integer(),
  })
  .map(({ inputs, hidden, divisor, seed }): Model => {
    const layers: Layer[] = [{ type: "scale", divisor: divisor * 4 }];
    const parameters = new Map<string, FloatTensor>();
    let width = inputs;
    for (const [i, [units, f]] of hidden.entries()) {
      layers.push({ type: "dense", units, weight: `W${i}`, bias: `b${i}` });
      layers.push({ type: "activation", function: f });
      parameters.set(`W${i}`, { data: noise(seed + i, width * units), shape: [width, units] });
      parameters.set(`b${i}`, { data: noise(seed - i, units), shape: [units] });
      width = units;
    }
    return { graph: lowerSpec({ id: "random", input: [inputs], layers }), parameters };
  });

function noise(seed: number, length: number): Float64Array {
  let state = seed | 1;
  return Float64Array.from({ length }, () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return Math.fround((state | 0) / 2 ** 31);
  });
}

/** Softmax at the end is left out of a plan, for it does not change which class is largest. */
function withoutFinalSoftmax(model: Model): Model {
  return { ...model, graph: dropFinalSoftmax(model.graph) };
}

function logits(model: Model, backend: Backend, bytes: Uint8Array, batchSize: number): number[] {
  const count = bytes.length / model.graph.input.shape[0]!;
  const plan = createPlan(compile(model, backend, batchSize), backend, count);
  plan.input.bytes.set(bytes);
  const rows: number[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const size = Math.min(batchSize, count - first);
    plan.run(first, size);
    const { data, stride } = plan.logits;
    for (let i = 0; i < size; i++) {
      rows.push(...data.subarray(i * stride, i * stride + plan.classes));
    }
  }
  return rows;
}

describe.each(backends)("compiled for %s", (_, create) => {
  test("agrees with the eager pass in float64, the same to the bit for any batch size", () => {
    fc.assert(
      fc.property(networks, fc.uint8Array({ minLength: 5, maxLength: 5 }), (model, few) => {
        const inputs = model.graph.input.shape[0]!;
        const bytes = Uint8Array.from(
          { length: inputs * 5 },
          (_, i) => few[i % 5]! * (i % 3 === 0 ? 1 : 0),
        );
        const got = logits(model, create(), bytes, 5);
        const x = { data: Float64Array.from(bytes), shape: [5, inputs] };
        const expected = Array.from(forward(withoutFinalSoftmax(model), x).data);
        const scale = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
        for (const [i, value] of expected.entries()) {
          expect(Math.abs(got[i]! - value)).toBeLessThan(1e-4 * scale);
        }
        for (const batchSize of [1, 2, 4])
          expect(logits(model, create(), bytes, batchSize)).toEqual(got);
      }),
    );
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
