import { size } from "@evalpool/tensor";
import { isBatch, type Constant } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { rangeOf, slicesOf } from "../ops/parts.js";
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
  const at = (i: number): number => picked[i] ?? 0;
  return pick(node, x, axis, { count: picked.length, at }, shape);
}

export function foldSlice(node: NodeLowering): Constant {
  return slicesOf(node).reduce((part, said) => {
    const axis = resolveAxis(said.axis, part.shape.length);
    const { first, count, step } = rangeOf(said, part.shape[axis] ?? 1);
    const picked = { count, at: (i: number) => first + i * step };
    return pick(node, part, axis, picked, part.shape.toSpliced(axis, 1, count));
  }, node.constant(0));
}

function pick(
  node: NodeLowering,
  { data, shape, type }: Constant,
  axis: number,
  picked: { readonly count: number; readonly at: (i: number) => number },
  result: readonly number[],
): Constant {
  const inner = size(shape.slice(axis + 1));
  const outer = size(shape.slice(0, axis));
  const length = shape[axis] ?? 1;
  const out = node.allocate(outer * picked.count * inner);
  let at = 0;
  // To where it is full: one axis may be of any length where another is of none.
  for (let o = 0; at < out.length; o++) {
    for (let p = 0; p < picked.count; p++) {
      const from = (o * length + picked.at(p)) * inner;
      for (let i = 0; i < inner; i++) out[at++] = data[from + i] ?? 0;
    }
  }
  return node.made({ data: out, shape: result }, type);
}
