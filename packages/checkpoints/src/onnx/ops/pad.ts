import { size, type Padding } from "@evalpool/tensor";
import { integersOf, scalarOf } from "../constant.js";
import { resolveAxis, type NodeLowering } from "../node-lowering.js";
import { Malformed, NotCovered, NotLifted } from "../signals.js";
import type { Flow } from "../values.js";

type Mode = "constant" | "edge" | "reflect";

/** `Pad`, whose pads are an input from opset 11 on. */
export function lowerPad(node: NodeLowering): Flow {
  const x = node.flow(0);
  const mode = node.attributes.string("mode", "constant");
  if (mode !== "constant" && mode !== "edge" && mode !== "reflect") {
    throw new NotCovered(`mode ${JSON.stringify(mode.slice(0, 40))}`);
  }
  const sides = sidesOf(node, x);
  if (sides.flat().some((pixels) => pixels < 0)) throw new NotCovered("pads below 0");
  if (node.batch === 1 && sides.shift()?.some((pixels) => pixels > 0)) {
    throw new NotLifted("pads the batch");
  }
  const value = valueOf(node);
  if (x.shape.length === 3 && sides[0]?.every((pixels) => pixels === 0)) {
    const [, [top, bottom] = [0, 0], [left, right] = [0, 0]] = sides;
    return pad(node, x, [top, left, bottom, right], mode, value);
  }
  return sides.reduce((flow, [before, behind], axis) => {
    if (before === 0 && behind === 0) return flow;
    const { shape } = flow;
    const length = shape[axis] ?? 1;
    const maps = node.reshape(flow, [
      size(shape.slice(0, axis)),
      length,
      size(shape.slice(axis + 1)),
    ]);
    const padded = pad(node, maps, [before, 0, behind, 0], mode, value);
    return node.reshape(padded, shape.toSpliced(axis, 1, before + length + behind));
  }, x);
}

/** Before and behind, of each axis of the file's value. */
function sidesOf(node: NodeLowering, x: Flow): [number, number][] {
  const rank = node.rank(x);
  const said =
    node.opset < 11 ? node.attributes.ints("pads") : integersOf(node.constant(1), "pads");
  const chosen = node.opset >= 18 ? node.optionalConstant(3) : undefined;
  const axes = chosen
    ? integersOf(chosen, "axes").map((axis) => resolveAxis(axis, rank))
    : Array.from({ length: rank }, (_, axis) => axis);
  if (said?.length !== axes.length * 2) {
    throw new Malformed(`expected ${axes.length * 2} pads, got ${said?.length ?? 0}`);
  }
  const sides = Array.from({ length: rank }, (): [number, number] => [0, 0]);
  for (const [i, axis] of axes.entries()) {
    sides[axis] = [said[i] ?? 0, said[i + axes.length] ?? 0];
  }
  return sides;
}

function valueOf(node: NodeLowering): number {
  if (node.opset < 11) return node.attributes.float("value", 0);
  const constant = node.optionalConstant(2);
  const value = constant ? scalarOf(constant, "constant_value") : 0;
  if (!Number.isFinite(value)) throw new NotCovered(`pads of ${value}`);
  return value;
}

function pad(node: NodeLowering, x: Flow, padding: Padding, mode: Mode, value: number): Flow {
  const [, height = 1, width = 1] = x.shape;
  const [top, left, bottom, right] = padding;
  if (mode === "reflect" && (Math.max(top, bottom) >= height || Math.max(left, right) >= width)) {
    throw new NotCovered(`pads of ${padding.join(",")} that reflect more than there is`);
  }
  const attributes = mode === "constant" ? { padding, value } : { padding, value: 0, mode };
  return node.emit("pad", [x], attributes);
}
