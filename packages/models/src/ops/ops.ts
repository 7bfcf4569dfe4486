import { dense } from "./dense.js";
import { identity, relu, sigmoid, step } from "./elementwise.js";
import { flatten } from "./flatten.js";
import type { Operation } from "./operation.js";
import { scale } from "./scale.js";
import { softmax } from "./softmax.js";

/** Every operation that a graph may name. */
const ops = { dense, flatten, identity, relu, scale, sigmoid, softmax, step } as const;

/** The operations by their names. */
export type OpName = keyof typeof ops;

export type AttributesOf<O extends OpName> =
  (typeof ops)[O] extends Operation<infer Attributes> ? Attributes : never;

/** An operation by its name, for a node of any kind with the attributes that it has. */
export function operationOf(op: OpName): Operation<object> {
  return ops[op];
}
