import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImageArray } from "@evalpool/mnist/node";
import { canonicalForm, forward, type Model } from "@evalpool/models";
import { argmax } from "@evalpool/tensor";

/** Images of one pass: all values of a pass are kept. */
const BATCH = 100;

/**
 * What the eager pass in float64 predicts, `[N]`. That takes minutes for a network of many
 * convolutions: its predictions stay in a temporary file, named by network, weights and images.
 */
export async function referencePredictions(
  model: Model,
  images: ImageArray,
  log: (line: string) => void,
): Promise<Uint8Array> {
  if (!model.graph.nodes.some(({ op }) => op === "conv2d")) return predict(model, images);
  const hash = createHash("sha256");
  for (const part of canonicalForm(model)) hash.update(part);
  const name = `evalpool-bench-reference-${hash.update(images.data).digest("hex")}`;
  const file = join(tmpdir(), name);
  const kept = await readFile(file).catch(() => undefined);
  if (kept?.length === images.shape[0]) return new Uint8Array(kept);
  log(`${model.graph.id}: the float64 reference predicts (minutes, once)`);
  const predictions = predict(model, images);
  await writeFile(file, predictions);
  return predictions;
}

function predict(model: Model, { data, shape: [count, height, width] }: ImageArray): Uint8Array {
  const pixels = height * width;
  const predictions = new Uint8Array(count);
  for (let first = 0; first < count; first += BATCH) {
    const some = data.subarray(first * pixels, (first + BATCH) * pixels);
    const shape = [some.length / pixels, ...model.graph.input.shape];
    const logits = forward(model, { data: Float64Array.from(some), shape });
    predictions.set(Uint8Array.from(argmax(logits, 1).data), first);
  }
  return predictions;
}
