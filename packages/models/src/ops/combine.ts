import {
  add as addTensors,
  broadcastShapes,
  channelStride,
  mapStride,
  multiply as multiplyTensors,
  size,
  type Combination,
  type Operand,
  type Tensor,
} from "@evalpool/tensor";
import { UNBOUNDED } from "../compile/program.js";
import type { Lowering } from "../compile/lowering.js";
import { runsOfBroadcast } from "../compile/runs.js";
import type { Shape } from "../shape.js";
import { both, type Operation } from "./operation.js";
import { nothing } from "./said.js";
import { mapsOf } from "./window.js";
import { withRank } from "./with-rank.js";

type None = Record<never, never>;

/** `a + b`, with NumPy's broadcasting of what one example has. */
export const add = /* @__PURE__ */ combination("add", addTensors);

/** `a · b`, with NumPy's broadcasting of what one example has. */
export const multiply = /* @__PURE__ */ combination("multiply", multiplyTensors);

function combination(
  name: Combination,
  apply: (a: Operand, b: Operand) => Tensor,
): Operation<None, None, None> {
  return {
    inputs: 2,
    roles: {},
    said: nothing,
    complete: () => ({}),
    infer(shapes) {
      const [a, b] = both(shapes);
      return { output: broadcastShapes(name, a, b) };
    },
    ...(name === "multiply" && { multiplications: (_, output) => size(output) }),
    apply({ inputs, batchAxes }) {
      const [a, b] = both(inputs);
      const rank = Math.max(a.shape.length, b.shape.length) - batchAxes;
      return apply(withRank(a, rank, batchAxes), withRank(b, rank, batchAxes));
    },
    lower: (lowering) => lowerCombination(lowering, name),
  };
}

function lowerCombination(lowering: Lowering<object>, combination: Combination): void {
  const { shape } = lowering;
  const [a, b] = both(lowering.shapes);
  const [first, second] = a.join() === shape.join() ? [0, 1] : [1, 0];
  const [whole, other] = first === 0 ? [a, b] : [b, a];
  const end = UNBOUNDED;
  if (shape.length === 3 && whole.join() === shape.join() && isOfChannels(other, shape)) {
    const maps = mapsOf(combination, shape);
    const left = lowering.readMaps(first);
    const right = lowering.readMaps(second);
    const width = mapStride(maps);
    const isPerChannel = other.join() !== shape.join();
    const period = isPerChannel ? channelStride(maps.channels) : width;
    lowering.write({ kind: "combine", combination, left, right, width, period, end }, width, maps);
    return;
  }
  const width = size(shape);
  const left = expanded(lowering, first, whole);
  const right = expanded(lowering, second, other);
  const kernel = { kind: "combine", combination, left, right, width, period: width, end } as const;
  lowering.write(kernel, width);
}

/** The whole shape, or a value for each channel. */
function isOfChannels(other: Shape, [channels, ...more]: Shape): boolean {
  const shape = other.join();
  return shape === [channels, ...more].join() || shape === [channels, 1, 1].join();
}

/** Rows of the shape that the operation gives, repeated where they are less. */
function expanded(lowering: Lowering<object>, index: number, shape: Shape): number {
  const from = lowering.readRow(index);
  if (shape.join() === lowering.shape.join()) return from;
  const runs = runsOfBroadcast(shape, lowering.shape);
  return lowering.scratch({ kind: "move", sources: [{ from, runs }] }, size(lowering.shape));
}
