import { size } from "@evalpool/tensor";
import { scalarOf } from "../constant.js";
import { NotCovered } from "../signals.js";
import type { NodeLowering } from "../node-lowering.js";
import type { Flow } from "../values.js";
import { affine } from "./affine.js";
import { clip, LARGEST } from "./elementwise.js";
import { maxOfRows } from "./pools.js";

/** `Max` of values of one shape, and of constants of one number each. */
export function lowerMax(node: NodeLowering): Flow {
  const largest = largestOf(node, flowsOf(node));
  return clip(node, largest, Math.max(-LARGEST, ...boundsOf(node, largest)), LARGEST);
}

/** `Min`: the largest of what is below 0 instead. */
export function lowerMin(node: NodeLowering): Flow {
  const flows = flowsOf(node);
  const least =
    flows.length === 1
      ? largestOf(node, flows)
      : negative(
          node,
          largestOf(
            node,
            flows.map((flow) => negative(node, flow)),
          ),
        );
  return clip(node, least, -LARGEST, Math.min(LARGEST, ...boundsOf(node, least)));
}

/** One row below the other, of which a pool takes the largest of each column. */
function largestOf(node: NodeLowering, flows: readonly Flow[]): Flow {
  const [first, ...more] = flows;
  if (first === undefined) throw new NotCovered("of constants alone");
  if (more.length === 0) return first;
  const { shape } = first;
  if (more.some((flow) => flow.shape.join() !== shape.join())) {
    throw new NotCovered("of values of several shapes");
  }
  const columns = flows.map((flow) => node.reshape(flow, [size(shape), 1, 1]));
  const rows = node.emit("concat", columns, { axis: 2 });
  return node.reshape(maxOfRows(node, rows), shape);
}

function negative(node: NodeLowering, x: Flow): Flow {
  return affine(node, x, { factor: -1 });
}

function flowsOf(node: NodeLowering): Flow[] {
  return node.inputs.flatMap((input) => (input?.kind === "flow" ? input : []));
}

function boundsOf(node: NodeLowering, flow: Flow): number[] {
  const bounds = node.inputs.flatMap((input) => (input?.kind === "constant" ? input : []));
  if (bounds.some(({ shape, data }) => data.length !== 1 || shape.length > node.rank(flow))) {
    throw new NotCovered("of a value and a constant of more than one number");
  }
  return bounds.map((constant) => scalarOf(constant, "its bound"));
}
