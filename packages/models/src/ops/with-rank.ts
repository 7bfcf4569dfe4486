import type { Tensor } from "@evalpool/tensor";

/** With axes of 1 in front of those of an example, so that the batch stays in front of all. */
export function withRank({ data, shape }: Tensor, rank: number, batchAxes: number): Tensor {
  const example = shape.slice(batchAxes);
  const ones = Array.from({ length: Math.max(0, rank - example.length) }, () => 1);
  return { data, shape: [...shape.slice(0, batchAxes), ...ones, ...example] };
}
