import { size } from "@evalpool/tensor";
import fc from "fast-check";
import type { Graph, Node } from "../graph.js";
import type { FloatTensor, Model } from "../model.js";
import type { OpName } from "../ops/ops.js";
import type { Shape } from "../shape.js";

/** For tests: a model over a few bytes, and pixels for it. */
export interface RandomModel {
  readonly model: Model;
  /** `[examples, …input]`, whole numbers from 0 to 255. */
  readonly pixels: FloatTensor;
}

const EXAMPLES = 5;

/** One node more: its operation, and which of the values made so far it takes, from the last back. */
const choices = fc.array(
  fc.record({
    op: fc.constantFrom<OpName>(
      ...(["dense", "flatten", "scale", "identity", "relu", "sigmoid", "softmax", "step"] as const),
    ),
    back: fc.nat({ max: 2 }),
    units: fc.integer({ min: 1, max: 30 }),
  }),
  { minLength: 0, maxLength: 8 },
);

/**
 * Graphs of any shape that today's operations allow: branches, values that nobody reads, values
 * that several read, an output in the middle; flat in the end.
 */
export const randomModels: fc.Arbitrary<RandomModel> = fc
  .record({
    input: fc.constantFrom<Shape>([7], [40], [2, 3], [1, 4, 4]),
    choices,
    output: fc.nat({ max: 1 }),
    divisor: fc.constantFrom(1, 255),
    seed: fc.integer(),
  })
  .map(({ input, choices, output, divisor, seed }) => {
    const values: [name: string, shape: Shape][] = [["x", input]];
    const nodes: Node[] = [];
    const parameters = new Map<string, FloatTensor>();
    const add = (op: OpName, [from, shape]: [string, Shape], units: number): void => {
      const name = `n${nodes.length}`;
      const at = { name, inputs: [from], output: name };
      if (op === "dense") {
        const [weight, bias] = [`W${nodes.length}`, `b${nodes.length}`];
        const inputs = size(shape);
        parameters.set(weight, tensorOf(seed + nodes.length, [inputs, units]));
        parameters.set(bias, tensorOf(seed - nodes.length, [units]));
        const stored = "canonical";
        nodes.push({
          ...at,
          op,
          attributes: { units },
          parameters: { weight: { name: weight, stored }, bias: { name: bias, stored } },
        });
        values.push([name, [units]]);
      } else if (op === "scale") {
        nodes.push({ ...at, op, attributes: { divisor: units }, parameters: {} });
        values.push([name, shape]);
      } else {
        nodes.push({ ...at, op, attributes: {}, parameters: {} });
        values.push([name, op === "flatten" ? [size(shape)] : shape]);
      }
    };
    const pick = (back: number): [string, Shape] => values[Math.max(0, values.length - 1 - back)]!;
    for (const { op, back, units } of choices) {
      const from = pick(back);
      if (op === "dense" && from[1].length > 1) add("flatten", from, units);
      add(op, op === "dense" && from[1].length > 1 ? pick(0) : from, units);
    }
    if (pick(output)[1].length > 1) add("flatten", pick(output), 1);
    const last = pick(output)[1].length > 1 ? pick(0) : pick(output);
    const graph: Graph = {
      id: "random",
      preprocess: { divisor },
      input: { value: "x", shape: input },
      nodes,
      output: last[0],
    };
    const pixels = tensorOf(seed, [EXAMPLES, ...input]).data.map((value, i) =>
      i % 3 === 0 ? Math.floor(Math.abs(value) * 256) % 256 : 0,
    );
    return {
      model: { graph, parameters },
      pixels: { data: Float64Array.from(pixels), shape: [EXAMPLES, ...input] },
    };
  });

/** Numbers in [-1, 1), the same for the same seed; in float32, so that kernels have the same. */
function tensorOf(seed: number, shape: Shape): FloatTensor {
  let state = seed | 1;
  const data = Float64Array.from({ length: size(shape) }, () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return Math.fround((state | 0) / 2 ** 31);
  });
  return { data, shape };
}
