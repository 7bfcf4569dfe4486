import type { Shape } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Constant } from "../constant.js";
import type { NodeLowering } from "../node-lowering.js";
import { NotCovered, NotLifted } from "../signals.js";
import type { Flow } from "../values.js";

/** What values are multiplied by, and what is added then: one number for all, or by index. */
interface Affine {
  readonly factor?: number | Float64Array;
  readonly offset?: number | Float64Array;
}

/**
 * `x · factor + offset`.
 *
 * @param shape of factor and offset, of one example
 */
export function affine(node: NodeLowering, x: Flow, said: Affine, shape: Shape = []): Flow {
  const length = size(shape);
  const parameter = (what: number | Float64Array | undefined) => {
    if (what === undefined) return undefined;
    node.builder.spend(length);
    const data = typeof what === "number" ? new Float64Array(length).fill(what) : what;
    if (!data.every((value) => Number.isFinite(Math.fround(value)))) {
      throw new NotCovered("a constant that is no finite float32");
    }
    return node.parameter(node.made({ data, shape }), shape);
  };
  const factor = parameter(said.factor);
  const offset = parameter(said.offset);
  const parameters = { ...(factor && { factor }), ...(offset && { offset }) };
  return node.emit("affine", [x], { shape }, parameters);
}

/**
 * A constant's shape as one example meets it, when it is lined up with a value from the last axis.
 *
 * @throws {NotLifted} when it has other values for other examples
 */
export function shapeForExample(node: NodeLowering, constant: Constant, flow: Flow): Shape {
  const { shape } = constant;
  const rank = node.rank(flow);
  if (node.batch === 0 || shape.length < rank) return shape;
  if (shape.length > rank) throw new NotLifted("puts axes in front of the batch");
  if (shape[0] !== 1) throw new NotLifted("has a constant for each example");
  return shape.slice(1);
}

/**
 * A constant where a value of the graph is needed: its input times 0, and the constant added.
 *
 * @param shape of one example, with as many values
 */
export function constantFlow(node: NodeLowering, constant: Constant, shape: Shape, x: Flow): Flow {
  const row = node.reshape(x, [1, 1, size(x.shape)]);
  const one = node.emit("globalAveragePool2d", [row], {});
  const flat = node.reshape(
    one,
    shape.map(() => 1),
  );
  const factor = new Float64Array(size(shape));
  return affine(node, flat, { factor, offset: Float64Array.from(constant.data) }, shape);
}
