import { map, scalarFunction, step as stepOf, type ScalarFunction } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";
import { nothing, number } from "./said.js";

type None = Record<never, never>;

/**
 * A function of each value. Calls of it are marked, so that bundles without a use leave it out.
 *
 * @param toFunction which function it is, of what a graph says
 */
function elementwise<Attributes extends object, Said extends object>(
  toFunction: (attributes: Attributes) => ScalarFunction,
  said: () => z.ZodMiniObject,
  complete: (said: Said) => Attributes,
): Operation<Attributes, Said, None> {
  return {
    inputs: 1,
    isActivation: true,
    roles: {},
    said,
    complete,
    infer: (shapes) => ({ output: only(shapes) }),
    apply: ({ inputs, attributes }) => map(only(inputs), scalarFunction(toFunction(attributes))),
    lower: (lowering) =>
      lowering.change(0, { kind: "activate", f: toFunction(lowering.attributes) }),
  };
}

/** One that is the same wherever it is used. */
function plain(name: ScalarFunction["name"]): Operation<None, None, None> {
  return elementwise(
    () => ({ name }),
    nothing,
    () => ({}),
  );
}

/** `max(0, x)` */
export const relu = /* @__PURE__ */ plain("relu");
/** `1 / (1 + e^-x)` */
export const sigmoid = /* @__PURE__ */ plain("sigmoid");
/** The hyperbolic tangent. */
export const tanh = /* @__PURE__ */ plain("tanh");
/** `1.0507 · (x < 0 ? 1.6733 · (e^x - 1) : x)`, to more digits */
export const selu = /* @__PURE__ */ plain("selu");
/** `x · min(max(x / 6 + 1/2, 0), 1)` */
export const hardSwish = /* @__PURE__ */ plain("hardSwish");
/** `x · sigmoid(x)` */
export const silu = /* @__PURE__ */ plain("silu");
/** `ln(1 + e^x)` */
export const softplus = /* @__PURE__ */ plain("softplus");
/** `x / (1 + |x|)` */
export const softsign = /* @__PURE__ */ plain("softsign");

/** `1` where x is above 0, else `0`. */
export const step = /* @__PURE__ */ createStep();

function createStep(): Operation<None, None, None> {
  return { ...plain("step"), apply: ({ inputs }) => stepOf(only(inputs)) };
}

/** `x` */
export const identity: Operation<None, None, None> = {
  inputs: 1,
  isActivation: true,
  roles: {},
  said: nothing,
  complete: () => ({}),
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs }) => only(inputs),
  lower: (lowering) => lowering.alias(0),
};

/** `x < 0 ? slope · x : x` */
export const leakyRelu = /* @__PURE__ */ elementwise(
  ({ slope }: { slope: number }) => ({ name: "leakyRelu", alpha: slope }),
  () => z.strictObject({ slope: z.optional(number()) }),
  ({ slope = 0.01 }: { slope?: number | undefined }) => ({ slope }),
);

/** `x < 0 ? alpha · (e^x - 1) : x` */
export const elu = /* @__PURE__ */ elementwise(
  ({ alpha }: { alpha: number }) => ({ name: "elu", alpha }),
  () => z.strictObject({ alpha: z.optional(number()) }),
  ({ alpha = 1 }: { alpha?: number | undefined }) => ({ alpha }),
);

/** `min(max(alpha · x + beta, 0), 1)`: 1/6 and 1/2 unless told, as in PyTorch and Keras 3. */
export const hardSigmoid = /* @__PURE__ */ elementwise(
  ({ alpha, beta }: { alpha: number; beta: number }) => ({ name: "hardSigmoid", alpha, beta }),
  () => z.strictObject({ alpha: z.optional(number()), beta: z.optional(number()) }),
  ({ alpha = 1 / 6, beta = 0.5 }: { alpha?: number | undefined; beta?: number | undefined }) => ({
    alpha,
    beta,
  }),
);

/** `x · Φ(x)`, or its approximation by tanh. */
export const gelu = /* @__PURE__ */ elementwise(
  ({ approximate }: { approximate: "none" | "tanh" }) => ({
    name: approximate === "tanh" ? "geluTanh" : "gelu",
  }),
  () => z.strictObject({ approximate: z.optional(z.enum(["none", "tanh"])) }),
  ({ approximate = "none" }: { approximate?: "none" | "tanh" | undefined }) => ({ approximate }),
);

/** `min(max(x, lower), upper)`; what is absent does not bound. */
export const clip = /* @__PURE__ */ elementwise(
  ({ lower, upper }: { lower?: number; upper?: number }) => ({
    name: "clip",
    alpha: lower ?? -Infinity,
    beta: upper ?? Infinity,
  }),
  () => z.strictObject({ lower: z.optional(number()), upper: z.optional(number()) }),
  ({ lower, upper }: { lower?: number | undefined; upper?: number | undefined }) => ({
    ...(lower !== undefined && { lower }),
    ...(upper !== undefined && { upper }),
  }),
);
