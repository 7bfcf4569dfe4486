import type { IndexedSource } from "@evalpool/data";
import { compile, pixelTable, type Model } from "@evalpool/models";
import { createWasmBackend, referenceBackend, type KernelModule } from "@evalpool/tensor";
import type { Job, OwnJobPredictor } from "./job.js";
import type { OwnPredictor } from "./own-predictor.js";
import { imageOf } from "./own-predictor.js";

/** A job, and the name of what it runs on. */
interface MadeJob {
  readonly job: Job;
  readonly backend: string;
}

interface Making {
  readonly kernels: KernelModule | undefined;
  readonly batchSize: number;
  readonly isExact: boolean;
}

/** The job of evaluating a network, or a predictor of one's own. */
export function jobOf(
  model: Model | OwnPredictor,
  { format, handle, labels, classes }: IndexedSource,
  { kernels, batchSize, isExact }: Making,
): MadeJob {
  const shared = { images: { format, handle }, labels };
  if (!("graph" in model)) {
    const [channels, height, width] = imageOf(model.input);
    return {
      job: {
        ...shared,
        predictor: ownPredictor(model),
        preprocess: model.input.preprocess ?? {},
        inputWidth: channels * height * width,
        batchSize,
        classes: model.classes ?? classes,
      },
      backend: model.runtime.name,
    };
  }
  const backend = kernels ? createWasmBackend(kernels) : referenceBackend;
  const program = compile(model, backend, batchSize, { isExact });
  return {
    job: {
      ...shared,
      predictor: { kind: "program", program, ...(kernels && { kernels }) },
      preprocess: model.graph.preprocess,
      inputWidth: program.inputWidth,
      // A large network may take fewer images at a time.
      batchSize: program.batchSize,
      classes: program.classes,
    },
    backend: backend.name,
  };
}

/** What floats are made of pixels where nothing is said of them: v / 255. */
const UNIT = { scale: 1 / 255 } as const;

function ownPredictor({ source, gives, input }: OwnPredictor): OwnJobPredictor {
  const { layout, element, preprocess = UNIT } = input;
  const [channels] = imageOf(input);
  const isInterleaved = layout === "HWC";
  const floats = element !== "uint8" && { table: pixelTable(preprocess, channels) };
  return { kind: "own", source, gives, pixels: { channels, isInterleaved, ...floats } };
}
