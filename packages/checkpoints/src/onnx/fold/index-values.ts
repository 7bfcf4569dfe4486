import { size } from "@evalpool/tensor";
import { isBatch, type Constant } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { indicesOf, slicesOf } from "../ops/parts.js";
import { Malformed, NotLifted } from "../signals.js";

/** `Gather`: values by their index along an axis. */
export function foldGather(node: NodeLowering): Constant {
  const [x, indices] = [node.constant(0), node.constant(1)];
  const axis = resolveAxis(node.attributes.int("axis", 0), x.shape.length);
  const length = x.shape[axis] ?? 1;
  if (indices.type !== "integer") throw new Malformed("expected integers as indices");
  if (indices.data.some(isBatch)) throw new NotLifted("looks up the number of examples");
  const picked = Array.from(indices.data, (index) => resolveAxis(index, length));
  const shape = x.shape.toSpliced(axis, 1, ...indices.shape);
  return pick(node, x, axis, picked, shape);
}

export function foldSlice(node: NodeLowering): Constant {
  return slicesOf(node).reduce((part, said) => {
    const axis = resolveAxis(said.axis, part.shape.length);
    const picked = indicesOf(said, part.shape[axis] ?? 1);
    return pick(node, part, axis, picked, part.shape.toSpliced(axis, 1, picked.length));
  }, node.constant(0));
}

function pick(
  node: NodeLowering,
  { data, shape, type }: Constant,
  axis: number,
  picked: readonly number[],
  result: readonly number[],
): Constant {
  const inner = size(shape.slice(axis + 1));
  const outer = size(shape.slice(0, axis));
  const length = shape[axis] ?? 1;
  const out = node.allocate(outer * picked.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const index of picked) {
      const from = (o * length + index) * inner;
      for (let i = 0; i < inner; i++) out[at++] = data[from + i] ?? 0;
    }
  }
  return node.made({ data: out, shape: result }, type);
}
