import { size, type Tensor } from "../tensor.js";

/** For tests: the values along an axis, a list for each place in the remaining axes. */
export function linesAlong({ data, shape }: Tensor, axis: number): number[][] {
  const inner = size(shape.slice(axis + 1));
  const block = inner * shape[axis]!;
  const lines = Array.from({ length: data.length / shape[axis]! }, (): number[] => []);
  for (const [flat, value] of data.entries()) {
    lines[Math.floor(flat / block) * inner + (flat % inner)]!.push(value);
  }
  return lines;
}
