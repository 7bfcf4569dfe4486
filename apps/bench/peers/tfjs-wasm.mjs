import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { getThreadsCount, setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { serve } from "../src/contestants/serve.ts";
import { readImages, score } from "./images.mjs";
import { versionOf } from "./version.mjs";

const binaries = new URL("./node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url);

await serve(async ({ directory, threads }) => {
  setWasmPaths(fileURLToPath(binaries));
  setThreadsCount(threads);
  await tf.setBackend("wasm");
  await tf.ready();
  const { pixels, count, width, labels, expected } = await readImages(directory);
  const layers = await readLayers(directory);
  const predictions = new Uint8Array(count);

  const predict = (x) => {
    let y = x;
    for (const [i, { weight, bias }] of layers.entries()) {
      const isLast = i === layers.length - 1;
      const activation = isLast ? "linear" : "sigmoid";
      y = tf.fused.matMul({ a: y, b: weight, bias, activation });
    }
    return tf.argMax(y, 1);
  };
  const evaluate = async (batchSize, images) => {
    for (let first = 0; first < images; first += batchSize) {
      const n = Math.min(batchSize, images - first);
      const batch = pixels.subarray(first * width, (first + n) * width);
      const result = tf.tidy(() => predict(tf.tensor2d(batch, [n, width])));
      predictions.set(result.dataSync(), first);
      result.dispose();
    }
  };

  const version = await versionOf("@tensorflow/tfjs-backend-wasm");
  return {
    introduction: { version, threads: getThreadsCount() },
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
});

async function readLayers(directory) {
  const { buffer, byteOffset, length } = await readFile(join(directory, "parameters.f32"));
  const values = new Float32Array(buffer.slice(byteOffset, byteOffset + length));
  let at = 0;
  const take = (n) => values.slice(at, (at += n));
  const widths = [784, 50, 100, 10];
  return widths.slice(1).map((units, i) => ({
    weight: tf.tensor2d(take(widths[i] * units), [widths[i], units]),
    bias: tf.tensor1d(take(units)),
  }));
}
