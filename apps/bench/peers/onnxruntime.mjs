import { readImages, score } from "./images.mjs";

/**
 * A server over a session of onnxruntime. Tensors are views of images that are float32 already:
 * what is timed is the network and the argmax.
 */
export async function onnxServer(ort, session, { directory, input }, introduction) {
  const { pixels, count, width, labels, expected } = await readImages(directory);
  const [x] = session.inputNames;
  const [y] = session.outputNames;
  const predictions = new Uint8Array(count);

  const evaluate = async (batchSize, images) => {
    for (let first = 0; first < images; first += batchSize) {
      const n = Math.min(batchSize, images - first);
      const batch = pixels.subarray(first * width, (first + n) * width);
      const tensor = new ort.Tensor("float32", batch, [n, ...input]);
      const result = await session.run({ [x]: tensor });
      argmaxRows(result[y].data, n, predictions, first);
    }
  };

  return {
    introduction,
    async check(batchSize) {
      await evaluate(batchSize, count);
      return score(predictions, labels, expected);
    },
    async run(batchSize, images) {
      const start = performance.now();
      await evaluate(batchSize, Math.min(images, count));
      return performance.now() - start;
    },
  };
}

function argmaxRows(values, rows, out, at) {
  const width = values.length / rows;
  for (let row = 0; row < rows; row++) {
    let best = row * width;
    for (let i = best + 1; i < (row + 1) * width; i++) if (values[i] > values[best]) best = i;
    out[at + row] = best - row * width;
  }
}
