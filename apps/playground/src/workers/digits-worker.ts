import { encodeIdx, synthesizeDigits, type SynthesizeOptions } from "@evalpool/mnist";
import type { SyntheticFiles } from "../data/synthetic-test-set.js";

function digits(options: SynthesizeOptions): Omit<SyntheticFiles, "isComplete"> {
  const { images, labels } = synthesizeDigits(options);
  return { images: encodeIdx(images), labels: encodeIdx(labels) };
}

// Fewer are the first of more.
postMessage({ ...digits({ count: 100 }), isComplete: false } satisfies SyntheticFiles);
postMessage({ ...digits({}), isComplete: true } satisfies SyntheticFiles);
