import { size } from "@evalpool/tensor";
import { integersOf, isBatch, type Constant } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
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

/** `Slice`, whose bounds are inputs from opset 10 on. */
export function foldSlice(node: NodeLowering): Constant {
  const x = node.constant(0);
  const { attributes, opset } = node;
  const listed = (index: number, name: string): readonly number[] | undefined => {
    if (opset < 10) return attributes.ints(name);
    const constant = node.optionalConstant(index);
    return constant && integersOf(constant, name);
  };
  const [starts, ends] = [listed(1, "starts") ?? [], listed(2, "ends") ?? []];
  const axes = listed(3, "axes") ?? [...starts.keys()];
  const steps = opset < 10 ? undefined : listed(4, "steps");
  if ([...starts, ...ends].some(isBatch)) throw new NotLifted("takes a part by the batch");
  if (ends.length !== starts.length || axes.length !== starts.length) {
    throw new Malformed("expected as many starts as ends and axes");
  }
  return axes.reduce((part, said, i) => {
    const axis = resolveAxis(said, part.shape.length);
    const length = part.shape[axis] ?? 1;
    const picked = range(starts[i] ?? 0, ends[i] ?? 0, steps?.[i] ?? 1, length);
    return pick(node, part, axis, picked, part.shape.toSpliced(axis, 1, picked.length));
  }, x);
}

/** The indices of a slice of an axis, as Python has it. */
function range(start: number, end: number, step: number, length: number): number[] {
  if (!Number.isInteger(step) || step === 0) throw new Malformed(`expected steps, got ${step}`);
  const least = step > 0 ? 0 : -1;
  const most = step > 0 ? length : length - 1;
  const bound = (at: number): number => {
    const whole = at < 0 ? at + length : at;
    return Math.min(Math.max(whole, least), most);
  };
  const [from, to] = [bound(start), bound(end)];
  const count = Math.max(0, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, i) => from + i * step);
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
