import { UsageError } from "@evalpool/errors";
import { inferShapes, type Graph } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { formatBytes, formatInteger } from "../terminal/numbers.js";

/** Bytes that one batch may take in training. */
const MOST_MEMORY = 2 ** 29;

/**
 * Images in one step of training: as many as are asked for, or all there are.
 *
 * @throws {UsageError} when their values and gradients take too much memory
 */
export function affordableBatch(graph: Graph, asked: number, images: number): number {
  const batch = Math.min(asked, images);
  const values = inferShapes(graph).reduce(
    (sum, { output }) => sum + size(output),
    size(graph.input.shape),
  );
  // Each as float32, with its gradient.
  const bytes = values * 2 * Float32Array.BYTES_PER_ELEMENT;
  const most = Math.floor(MOST_MEMORY / bytes);
  if (batch <= most) return batch;
  throw new UsageError(
    `--batch-size ${asked}: ${formatInteger(batch)} images of ${graph.id} in one step take ` +
      `${formatBytes(batch * bytes)} of memory; expected at most ${formatInteger(most)} images`,
  );
}
