import type { Corruption } from "@evalpool/corruptions";
import type { ImageReader } from "@evalpool/data";
import { preprocess, type FloatTensor, type Graph } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Job } from "./job.js";
import { createReadImages } from "./read-images.js";

/**
 * One image as a network takes it, in float32: what an evaluation makes of it.
 *
 * @param format of all that the reader has; undefined where each is read by itself
 * @param corruption done to it first, as it is to the image of that index in an evaluation
 * @returns of the graph's input shape
 * @throws {DataError} when it cannot be read, or does not fit
 */
export async function readInput(
  graph: Graph,
  format: Job["images"]["format"],
  reader: ImageReader,
  index: number,
  corruption?: Corruption,
): Promise<FloatTensor> {
  const { shape } = graph.input;
  const isFloats = format?.element === "float32";
  const inputWidth = size(shape) * (isFloats ? 4 : 1);
  const images = format === undefined ? {} : { format };
  const read = createReadImages({ images, taker: graph, inputWidth, corruption }, 1);
  const bytes = new Uint8Array(inputWidth);
  await read(reader, index, 1, bytes);
  if (isFloats) return { data: new Float32Array(bytes.buffer), shape };
  return { data: Float32Array.from(preprocess(graph, { data: bytes, shape }).data), shape };
}
