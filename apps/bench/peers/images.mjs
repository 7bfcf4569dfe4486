import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What `writeInputs` wrote: pixels as float32 from 0 to 1, labels, the reference's predictions. */
export async function readImages(directory) {
  const images = await readFile(join(directory, "t10k-images-idx3-ubyte"));
  const labels = await readFile(join(directory, "t10k-labels-idx1-ubyte"));
  const expected = await readFile(join(directory, "predictions-idx1-ubyte"));
  return {
    pixels: Float32Array.from(images.subarray(16), (value) => value / 255),
    count: images.readUInt32BE(4),
    width: images.readUInt32BE(8) * images.readUInt32BE(12),
    labels: labels.subarray(8),
    expected: expected.subarray(8),
  };
}

/** How many predictions are the labels, and how many the reference's. */
export function score(predictions, labels, expected) {
  const equal = (others) => predictions.filter((value, i) => value === others[i]).length;
  return { correct: equal(labels), agreeing: equal(expected) };
}
