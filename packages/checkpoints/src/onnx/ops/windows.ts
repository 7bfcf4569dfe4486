import type { Padding, Pair, Window } from "@evalpool/tensor";
import type { Shape } from "@evalpool/models";
import type { NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered } from "../signals.js";
import type { Flow } from "../values.js";

/** Maps as one example has them, and how what is made of them gets the shape that the file says. */
export interface Maps {
  readonly maps: Flow;
  readonly spatial: 1 | 2;
  readonly back: (result: Flow) => Flow;
}

/**
 * A value `[N, C, H, W]` as feature maps `[C, H, W]`; `[N, C, L]` as maps of one row.
 *
 * @throws {NotCovered} for three axes of pixels and more, and for a batch that is no batch
 */
export function toMaps(node: NodeLowering, flow: Flow): Maps {
  const rank = node.rank(flow);
  if (rank !== 4 && rank !== 3) throw new NotCovered(`a value of ${rank} axes, expected 3 or 4`);
  const spatial = rank === 4 ? 2 : 1;
  // Not lifted, there is a batch of its own in front of the channels.
  const example = node.batch === 1 ? flow.shape : flow.shape.slice(1);
  if (node.batch === 0 && flow.shape[0] !== 1) {
    throw new NotCovered(`a batch of ${flow.shape[0]} examples that belong together`);
  }
  const [channels = 1, ...pixels] = example;
  const shape = spatial === 2 ? example : [channels, 1, ...pixels];
  const back = ({ value, shape: [c = 1, h = 1, w = 1] }: Flow): Flow => {
    const own = spatial === 2 ? [c, h, w] : [c, w];
    const whole = node.batch === 1 ? own : [1, ...own];
    return node.reshape({ kind: "flow", value, shape: [c, h, w] }, whole);
  };
  return { maps: node.reshape(flow, shape), spatial, back };
}

/**
 * How a window moves, from a node's attributes.
 *
 * @param kernel `[height, width]`, or `[length]` of one axis of pixels
 * @param input `[C, H, W]`
 */
export function windowOf(
  { attributes }: NodeLowering,
  kernel: readonly number[],
  input: Shape,
  spatial: 1 | 2,
): Window {
  const whole = toPair(kernel, spatial, "kernel_shape", 1);
  const strides = toPair(attributes.ints("strides"), spatial, "strides", 1);
  const dilations = toPair(attributes.ints("dilations"), spatial, "dilations", 1);
  const pads = toPadding(attributes.ints("pads"), spatial);
  const auto = attributes.string("auto_pad", "NOTSET");
  const window = { kernel: whole, strides, dilations };
  if (auto === "NOTSET") return { ...window, padding: pads };
  if (pads.some((pad) => pad > 0)) throw new NotCovered(`pads together with auto_pad ${auto}`);
  if (auto === "VALID") return { ...window, padding: pads };
  if (auto !== "SAME_UPPER" && auto !== "SAME_LOWER") {
    throw new NotCovered(`auto_pad ${JSON.stringify(auto.slice(0, 40))}`);
  }
  const [, height = 1, width = 1] = input;
  const [top, bottom] = samePadding(height, window, 0, auto === "SAME_UPPER");
  const [left, right] = samePadding(width, window, 1, auto === "SAME_UPPER");
  return { ...window, padding: [top, left, bottom, right] };
}

/** Pixels before and behind, so that there is a place for every stride of the input. */
function samePadding(
  length: number,
  { kernel, strides, dilations }: Omit<Window, "padding">,
  axis: 0 | 1,
  isUpper: boolean,
): [number, number] {
  const reach = dilations[axis] * (kernel[axis] - 1) + 1;
  const places = Math.ceil(length / strides[axis]);
  const total = Math.max(0, (places - 1) * strides[axis] + reach - length);
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return isUpper ? [less, more] : [more, less];
}

function toPair(
  values: readonly number[] | undefined,
  spatial: 1 | 2,
  what: string,
  absent: number,
): Pair {
  const given = values ?? Array.from({ length: spatial }, () => absent);
  if (given.length !== spatial || !given.every((n) => Number.isSafeInteger(n) && n > 0)) {
    throw new Malformed(`expected ${spatial} numbers above 0 of ${what}, got ${given.join(",")}`);
  }
  const [first = 1, second = 1] = given;
  return spatial === 2 ? [first, second] : [1, first];
}

function toPadding(values: readonly number[] | undefined, spatial: 1 | 2): Padding {
  const given = values ?? Array.from({ length: spatial * 2 }, () => 0);
  if (given.length !== spatial * 2 || !given.every(Number.isSafeInteger)) {
    throw new Malformed(`expected ${spatial * 2} numbers of pads, got ${given.join(",")}`);
  }
  if (given.some((n) => n < 0)) throw new NotCovered("pads below 0");
  const [a = 0, b = 0, c = 0, d = 0] = given;
  return spatial === 2 ? [a, b, c, d] : [0, a, 0, b];
}
