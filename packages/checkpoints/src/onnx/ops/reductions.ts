import { size } from "@evalpool/tensor";
import type { NodeLowering } from "../node-lowering.js";
import type { Flow } from "../values.js";
import { affine } from "./affine.js";
import { maxOfRows, meanOfRows } from "./pools.js";
import { axesOf } from "./shapes.js";

/** From which opset on `axes` is an input. */
const INPUT_SINCE = { ReduceMean: 18, ReduceMax: 18, ReduceSum: 13 };

export const lowerReduceMean = (node: NodeLowering): Flow =>
  reduce(node, INPUT_SINCE.ReduceMean, meanOfRows);

export const lowerReduceMax = (node: NodeLowering): Flow =>
  reduce(node, INPUT_SINCE.ReduceMax, maxOfRows);

/** As many times the mean. */
export const lowerReduceSum = (node: NodeLowering): Flow =>
  reduce(node, INPUT_SINCE.ReduceSum, (node, rows) => {
    const [, height = 1, width = 1] = rows.shape;
    return affine(node, meanOfRows(node, rows), { factor: height * width });
  });

function reduce(node: NodeLowering, inputSince: number, ofRows: typeof meanOfRows): Flow {
  const x = node.flow(0);
  const rank = node.rank(x);
  const said = axesOf(node, inputSince);
  const keeps = node.attributes.flag("keepdims", true);
  const isNothing = node.opset >= inputSince && node.attributes.flag("noop_with_empty_axes", false);
  const isEmpty = said === undefined || said.length === 0;
  if (isEmpty && isNothing) return x;
  const all = Array.from({ length: rank }, (_, axis) => axis);
  const reduced = (isEmpty ? all : said).map((axis) => node.axis(axis, rank));
  const axes = new Set(reduced.toSorted((a, b) => a - b));
  const kept = [...x.shape.keys()].filter((axis) => !axes.has(axis));
  const outer = kept.map((axis) => x.shape[axis] ?? 1);
  const shape = keeps ? x.shape.map((length, axis) => (axes.has(axis) ? 1 : length)) : outer;
  // What is reduced comes last: of maps as their pixels, else in one axis.
  const turned = node.transpose(x, [...kept, ...axes]);
  if (x.shape.length === 3 && kept.length === 1) return node.reshape(ofRows(node, turned), shape);
  const rows = node.reshape(turned, [size(outer), 1, size(x.shape) / size(outer)]);
  return node.reshape(ofRows(node, rows), shape);
}
