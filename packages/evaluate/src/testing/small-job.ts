import type { OpenImages } from "@evalpool/data";
import { compile, lowerSpec } from "@evalpool/models";
import { referenceBackend, size, type Rows } from "@evalpool/tensor";
import type { Job } from "../job.js";
import { predictWithKernels, type CreatePredictor } from "../predictor.js";

const CLASSES = 4;

/** Images of a pixel for each class, which are their logits; of every seventh the label is wrong. */
export function smallJob(images: number, batchSize: number): Job {
  const shape = [1, 1, CLASSES];
  const graph = lowerSpec({ id: "pixels", input: shape, layers: [{ type: "flatten" }] });
  const program = compile({ graph, parameters: new Map() }, referenceBackend, batchSize);
  const labels = new Uint8Array(images);
  const pixels = new Uint8Array(images * size(shape));
  for (let i = 0; i < images; i++) {
    const brightest = (i * 5) % CLASSES;
    labels[i] = (brightest + (i % 7 === 0 ? 1 : 0)) % CLASSES;
    pixels[i * CLASSES + brightest] = 1 + (i % 200);
  }
  const format = {
    channels: 1,
    height: 1,
    width: CLASSES,
    layout: "CHW",
    element: "uint8",
  } as const;
  return { program, images: { format, handle: pixels }, labels };
}

/** How many of so many images are right. */
export function correctOf(images: number): number {
  return images - Math.ceil(images / 7);
}

/** Images in memory; tells `onClose` when a reader is closed. */
export function openMemory(onClose?: () => void): OpenImages {
  return ({ handle }) => {
    if (!(handle instanceof Uint8Array)) throw new TypeError("expected images in memory");
    return {
      read: (first, into) =>
        into.set(handle.subarray(first * CLASSES, first * CLASSES + into.length)),
      [Symbol.dispose]: () => onClose?.(),
    };
  };
}

/** The job's own predictor, whose answers go through `answer`. */
export function predictorThat(
  answer: (logits: Rows, count: number) => Rows | Promise<Rows>,
): CreatePredictor {
  return (job, images) => {
    const predictor = predictWithKernels(job, images);
    return {
      ...predictor,
      run: (first, count) => {
        const logits = predictor.run(first, count);
        if (logits instanceof Promise) throw new TypeError("kernels answer at once");
        return answer(logits, count);
      },
    };
  };
}
