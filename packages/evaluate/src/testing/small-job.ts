import type { IndexedSource, OpenImages } from "@evalpool/data";
import { compile, lowerSpec, type Model } from "@evalpool/models";
import { referenceBackend } from "@evalpool/tensor";
import type { Job } from "../job.js";
import { createPredictor } from "../create-predictor.js";
import type { CreatePredictor, Logits } from "../predictor.js";

const CLASSES = 4;

/** Its logits are the pixels of its input, one for each class. */
export const pixelModel: Model = {
  graph: lowerSpec({ id: "pixels", input: [1, 1, CLASSES], layers: [{ type: "flatten" }] }),
  parameters: new Map(),
};

/** The bright pixel of the i-th image: which, and its value. */
export function brightest(i: number): [at: number, value: number] {
  return [(i * 5 + (i >> 3)) % CLASSES, 1 + (i % 200)];
}

/** Images of which one pixel is bright; of every seventh the label is another. */
export function smallSource(count: number): IndexedSource {
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * CLASSES);
  for (let i = 0; i < count; i++) {
    const [at, value] = brightest(i);
    labels[i] = (at + (i % 7 === 0 ? 1 : 0)) % CLASSES;
    pixels[i * CLASSES + at] = value;
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

/** Such a model on such images. */
export function smallJob(count: number, batchSize: number): Job {
  const { format, handle, labels } = smallSource(count);
  const program = compile(pixelModel, referenceBackend, batchSize);
  const { inputWidth, classes } = program;
  const predictor = { kind: "program", program } as const;
  const images = { ...(format && { format }), handle };
  const taker = pixelModel.graph;
  return { predictor, taker, images, labels, inputWidth, batchSize, classes };
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
      read(first, into) {
        into.set(handle.subarray(first * CLASSES, first * CLASSES + into.length));
        return undefined;
      },
      [Symbol.dispose]: () => onClose?.(),
    };
  };
}

/** The job's own predictor, whose answers go through `answer`. */
export function predictorThat(
  answer: (logits: Logits, count: number) => Logits | Promise<Logits>,
): CreatePredictor {
  return (job, images) => {
    const predictor = createPredictor(job, images);
    return {
      ...predictor,
      run: (...images) => {
        const logits = predictor.run(...images);
        if (logits instanceof Promise) throw new TypeError("kernels answer at once");
        return answer(logits, images[1]);
      },
    };
  };
}
