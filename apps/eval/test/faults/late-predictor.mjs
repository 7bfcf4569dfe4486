// A worker's file as apps/eval/src/worker.ts, whose predictor is not evalpool's own and answers late:
// logits are the pixels. At one of 255 it fails.
import { setTimeout } from "node:timers/promises";
import { openImages } from "@evalpool/data/node";
import { createShardWorker } from "@evalpool/evaluate";
import { referenceBackend } from "@evalpool/tensor";

const CLASSES = 4;

export function ready() {}

export const evaluate = createShardWorker(openImages, (_, images) => {
  const bytes = new Uint8Array(images * CLASSES);
  return {
    classes: CLASSES,
    input: { bytes },
    async run(first, count) {
      await setTimeout(1);
      const data = Float32Array.from(bytes.subarray(first * CLASSES, (first + count) * CLASSES));
      if (data.includes(255)) throw new Error("too bright");
      return { data, stride: CLASSES };
    },
    summarize: (logits, count) => referenceBackend.summarize(logits, count, CLASSES),
  };
});
