import { affine } from "./affine.js";
import { scalarOf } from "../constant.js";
import { NotCovered } from "../signals.js";
import type { NodeLowering } from "../node-lowering.js";
import type { Flow } from "../values.js";

/** Operations that say nothing of themselves. */
type Plain = "relu" | "sigmoid" | "tanh" | "hardSwish" | "softplus" | "softsign";

export const lowerPlain =
  (op: Plain) =>
  (node: NodeLowering): Flow =>
    node.emit(op, [node.flow(0)], {});

export function lowerLeakyRelu(node: NodeLowering): Flow {
  return node.emit("leakyRelu", [node.flow(0)], { slope: node.attributes.float("alpha", 0.01) });
}

export function lowerElu(node: NodeLowering): Flow {
  return node.emit("elu", [node.flow(0)], { alpha: node.attributes.float("alpha", 1) });
}

/** `gamma · elu(x, alpha)`: with the paper's numbers, which are the default, `selu`. */
export function lowerSelu(node: NodeLowering): Flow {
  const alpha = node.attributes.float("alpha", SELU.alpha);
  const gamma = node.attributes.float("gamma", SELU.gamma);
  const isUsual = Math.abs(alpha - SELU.alpha) < 1e-6 && Math.abs(gamma - SELU.gamma) < 1e-6;
  if (isUsual) return node.emit("selu", [node.flow(0)], {});
  return affine(node, node.emit("elu", [node.flow(0)], { alpha }), { factor: gamma });
}

/** Klambauer et al. 2017, arXiv:1706.02515. */
const SELU = { alpha: 1.67326319217681884765625, gamma: 1.05070102214813232421875 };

/** `max(0, x) + min(0, alpha · (e^(x / alpha) - 1))` (`Celu`). */
export function lowerCelu(node: NodeLowering): Flow {
  const alpha = node.attributes.float("alpha", 1);
  const inner = affine(node, node.flow(0), { factor: 1 / alpha });
  return affine(node, node.emit("elu", [inner], { alpha: 1 }), { factor: alpha });
}

export function lowerHardSigmoid(node: NodeLowering): Flow {
  const alpha = node.attributes.float("alpha", 0.2);
  const beta = node.attributes.float("beta", 0.5);
  return node.emit("hardSigmoid", [node.flow(0)], { alpha, beta });
}

export function lowerGelu(node: NodeLowering): Flow {
  const approximate = node.attributes.string("approximate", "none");
  if (approximate !== "none" && approximate !== "tanh") {
    throw new NotCovered(`approximate ${JSON.stringify(approximate.slice(0, 40))}`);
  }
  return node.emit("gelu", [node.flow(0)], { approximate });
}

/** `x · sigmoid(alpha · x)` */
export function lowerSwish(node: NodeLowering): Flow {
  const alpha = node.attributes.float("alpha", 1);
  const x = node.flow(0);
  if (alpha === 1) return node.emit("silu", [x], {});
  const gate = node.emit("sigmoid", [affine(node, x, { factor: alpha })], {});
  return node.emit("multiply", [x, gate], {});
}

/** `x · tanh(softplus(x))` (Misra 2019, arXiv:1908.08681). */
export function lowerMish(node: NodeLowering): Flow {
  const x = node.flow(0);
  const gate = node.emit("tanh", [node.emit("softplus", [x], {})], {});
  return node.emit("multiply", [x, gate], {});
}

export function lowerNeg(node: NodeLowering): Flow {
  return affine(node, node.flow(0), { factor: -1 });
}

/** `|x|`: a ReLU whose slope below 0 is -1. */
export function lowerAbs(node: NodeLowering): Flow {
  return node.emit("leakyRelu", [node.flow(0)], { slope: -1 });
}

/** 1 above 0, -1 below, and 0. */
export function lowerSign(node: NodeLowering): Flow {
  const x = node.flow(0);
  const below = node.emit("step", [affine(node, x, { factor: -1 })], {});
  return node.emit("add", [node.emit("step", [x], {}), affine(node, below, { factor: -1 })], {});
}

/** The largest float32: a bound that is none. */
export const LARGEST = 3.4028234663852886e38;

/** `Clip`, whose bounds are inputs from opset 11 on. */
export function lowerClip(node: NodeLowering): Flow {
  const { attributes, opset } = node;
  const bound = (index: number, name: string, absent: number): number => {
    if (opset < 11) return attributes.bound(name, absent);
    const constant = node.optionalConstant(index);
    return constant ? scalarOf(constant, name) : absent;
  };
  return clip(node, node.flow(0), bound(1, "min", -LARGEST), bound(2, "max", LARGEST));
}

export function clip(node: NodeLowering, flow: Flow, lower: number, upper: number): Flow {
  const hasLower = lower > -LARGEST;
  const hasUpper = upper < LARGEST;
  if (!(lower < LARGEST) || !(upper > -LARGEST)) throw new NotCovered("a bound that is no number");
  if (!hasLower && !hasUpper) return node.emit("identity", [flow], {});
  if (lower === 0 && !hasUpper) return node.emit("relu", [flow], {});
  return node.emit("clip", [flow], { ...(hasLower && { lower }), ...(hasUpper && { upper }) });
}

/** Nodes that give what they take, once training is over. */
export function lowerIdentity(node: NodeLowering): Flow {
  return node.flow(0);
}

/** `Dropout` in its three forms, none of which does anything in evaluation. */
export function lowerDropout(node: NodeLowering): Flow {
  node.attributes.ignore("ratio", "is_test", "seed");
  const trains = node.optionalConstant(2);
  if (trains && scalarOf(trains, "training_mode") !== 0) throw new NotCovered("training_mode 1");
  return node.flow(0);
}

/** `Cast` of what flows, from float to float: the values are kept as wide as they are. */
export function lowerCast(node: NodeLowering): Flow {
  const to = node.attributes.int("to", 0);
  node.attributes.ignore("saturate", "round_mode");
  if (![1, 10, 11, 16].includes(to)) throw new NotCovered(`to ${to}, which are no floats`);
  return node.flow(0);
}
