import type { AttributesOf, OpName } from "@evalpool/models";
import type { Lowering } from "./lowering.js";
import type { Value } from "./value.js";

/** A function of each value: an operation and its attributes. */
type Step = { [O in OpName]: { readonly op: O; readonly attributes: AttributesOf<O> } }[OpName];

function steps<O extends OpName>(op: O, attributes: AttributesOf<O>): readonly Step[] {
  return [{ op, attributes } as Step];
}

/** The functions that a layer may name, as Keras defines them, with their defaults there. */
const functions: Readonly<Record<string, readonly Step[]>> = {
  elu: steps("elu", { alpha: 1 }),
  gelu: steps("gelu", { approximate: "none" }),
  hard_silu: steps("hardSwish", {}),
  hard_swish: steps("hardSwish", {}),
  leaky_relu: steps("leakyRelu", { slope: 0.2 }),
  linear: [],
  relu: steps("relu", {}),
  relu6: steps("clip", { lower: 0, upper: 6 }),
  selu: steps("selu", {}),
  sigmoid: steps("sigmoid", {}),
  silu: steps("silu", {}),
  softplus: steps("softplus", {}),
  softsign: steps("softsign", {}),
  swish: steps("silu", {}),
  tanh: steps("tanh", {}),
};

/** The slope of hard_sigmoid: 0.2 until Keras 2, a sixth since. */
const HARD_SLOPES = { until2: 0.2, since3: 1 / 6 };

/** Names of all functions that are read. */
export const activationNames: readonly string[] = [
  ...Object.keys(functions),
  "hard_sigmoid",
  "log_softmax",
  "softmax",
].toSorted();

/**
 * Applies the function that a layer's config names.
 *
 * @param activation its name, or none
 * @param version the major version of Keras
 * @throws {UnsupportedError} for others
 */
export function activate(
  lowering: Lowering,
  value: Value,
  activation: unknown,
  version: number,
): Value {
  if (activation === null || activation === undefined) return value;
  if (activation === "softmax" || activation === "log_softmax") {
    return softmax(lowering, value, activation === "softmax" ? "softmax" : "logSoftmax");
  }
  if (activation === "hard_sigmoid") {
    const alpha = version < 3 ? HARD_SLOPES.until2 : HARD_SLOPES.since3;
    return lowering.like("hardSigmoid", value, { alpha, beta: 0.5 });
  }
  const isText = typeof activation === "string";
  const known = isText && Object.hasOwn(functions, activation) ? functions[activation] : undefined;
  if (known === undefined) {
    return lowering.unsupported(`activation ${isText ? activation : nameOf(activation)}`);
  }
  return known.reduce<Value>((before, { op, attributes }) => {
    return lowering.like(op, before, attributes);
  }, value);
}

/** What a config says of a function of one's own. */
function nameOf(activation: unknown): string {
  const { class_name: className, config } = activation as Record<string, unknown>;
  if (className === "function" && typeof config === "string") return `${config} of one's own`;
  return typeof className === "string" ? className : "that is not named";
}

/** Along Keras' last axis: the channels of maps. */
export function softmax(lowering: Lowering, value: Value, op: "softmax" | "logSoftmax"): Value {
  return lowering.like(op, value, value.kind === "maps" ? { axis: 0 } : {});
}
