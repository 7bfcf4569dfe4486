import { affine } from "./affine.js";
import { batchNorm } from "./batch-norm.js";
import { add, multiply } from "./combine.js";
import { concat } from "./concat.js";
import { conv2d } from "./conv2d.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import {
  clip,
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  identity,
  leakyRelu,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  step,
  tanh,
} from "./elementwise.js";
import { flatten } from "./flatten.js";
import { localResponseNorm } from "./local-response-norm.js";
import type { Operation } from "./operation.js";
import { pad } from "./pad.js";
import { averagePool2d, globalAveragePool2d, maxPool2d } from "./pool-2d.js";
import { prelu } from "./prelu.js";
import { reshape } from "./reshape.js";
import { scale } from "./scale.js";
import { slice } from "./slice.js";
import { logSoftmax, softmax } from "./softmax.js";
import { transpose } from "./transpose.js";

/** Every operation that a graph may name. */
export const ops = {
  add,
  affine,
  averagePool2d,
  batchNorm,
  clip,
  concat,
  conv2d,
  dense,
  dropout,
  elu,
  flatten,
  gelu,
  globalAveragePool2d,
  hardSigmoid,
  hardSwish,
  identity,
  leakyRelu,
  localResponseNorm,
  logSoftmax,
  maxPool2d,
  multiply,
  pad,
  prelu,
  relu,
  reshape,
  scale,
  selu,
  sigmoid,
  silu,
  slice,
  softmax,
  softplus,
  softsign,
  step,
  tanh,
  transpose,
} as const;

/** The operations by their names. */
export type OpName = keyof typeof ops;

/** What a graph says of an operation. */
export type AttributesOf<O extends OpName> = ReturnType<(typeof ops)[O]["complete"]>;

/** What a spec says of it. */
export type SaidOf<O extends OpName> = Parameters<(typeof ops)[O]["complete"]>[0];

/** What its parameters are to it. */
export type RolesOf<O extends OpName> = (typeof ops)[O]["roles"];

/** An operation by its name, for a node of any kind with the attributes that it has. */
export function operationOf(op: OpName): Operation {
  return ops[op];
}
