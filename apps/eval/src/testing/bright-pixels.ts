import type { IndexedSource } from "@evalpool/data";
import { createEvaluatorOn, stopwatch, type Evaluator, type ShardRunner } from "@evalpool/evaluate";
import { lowerSpec, type Model } from "@evalpool/models";

const CLASSES = 4;

/** Its logits are the pixels of its input, one for each class. */
const model: Model = {
  graph: lowerSpec({ id: "pixels", input: [CLASSES], layers: [{ type: "scale", divisor: 1 }] }),
  parameters: new Map(),
};

/** Images of which one pixel is bright, from 1 to 200; of every seventh the label is another. */
export function brightPixels(count: number): IndexedSource {
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * CLASSES);
  for (let i = 0; i < count; i++) {
    const brightest = (i * 5 + (i >> 3)) % CLASSES;
    labels[i] = (brightest + (i % 7 === 0 ? 1 : 0)) % CLASSES;
    pixels[i * CLASSES + brightest] = 1 + (i % 200);
  }
  return {
    name: "pixels",
    split: "test",
    format: { channels: 1, height: 1, width: CLASSES, layout: "CHW", element: "uint8" },
    classes: CLASSES,
    digest: { parts: { images: "", labels: "" }, all: "" },
    count,
    labels,
    handle: pixels,
  };
}

/** How many of so many images are right. */
export function correctOf(count: number): number {
  return count - Math.ceil(count / 7);
}

/** What evaluates such images on a runner. */
export function evaluatorOf(
  runner: ShardRunner,
  dataset: IndexedSource,
  batchSize = 100,
): Promise<Evaluator> {
  const options = { model, dataset, batchSize, backend: "reference" } as const;
  return createEvaluatorOn({ ...runner, elapsed: stopwatch() }, options);
}
