import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { compile, pixelTable, type Model } from "@evalpool/models";
import { createWasmBackend, referenceBackend, type KernelModule } from "@evalpool/tensor";
import type { Job, OwnJobPredictor } from "./job.js";
import type { OwnPredictor } from "./own-predictor.js";
import { imageOf } from "./own-predictor.js";
import { takerOf, UNIT } from "./taker-of.js";

/** A job, and the name of what it runs on. */
interface MadeJob {
  readonly job: Job;
  readonly backend: string;
}

interface Making {
  readonly kernels: KernelModule | undefined;
  readonly batchSize: number;
  readonly isExact: boolean;
  readonly corruption?: Corruption | undefined;
}

/** The job of evaluating a network, or a predictor of one's own. */
export function jobOf(
  model: Model | OwnPredictor,
  { format, handle, labels, classes }: IndexedSource,
  { kernels, batchSize, isExact, corruption }: Making,
): MadeJob {
  const element = format?.element ?? "uint8";
  const images = { ...(format && { format }), handle };
  const shared = { images, labels, taker: takerOf(model), corruption };
  if (!("graph" in model)) {
    const [channels, height, width] = imageOf(model.input);
    return {
      job: {
        ...shared,
        predictor: ownPredictor(model, element),
        inputWidth: channels * height * width * (element === "uint8" ? 1 : 4),
        batchSize,
        classes: model.classes ?? classes,
      },
      backend: model.runtime.name,
    };
  }
  const backend = kernels ? createWasmBackend(kernels) : referenceBackend;
  const program = compile(model, backend, batchSize, { isExact, element });
  return {
    job: {
      ...shared,
      predictor: { kind: "program", program, ...(kernels && { kernels }) },
      inputWidth: program.inputWidth,
      // A large network may take fewer images at a time.
      batchSize: program.batchSize,
      classes: program.classes,
    },
    backend: backend.name,
  };
}

function ownPredictor(
  { source, gives, input }: OwnPredictor,
  element: "uint8" | "float32",
): OwnJobPredictor {
  const { layout, preprocess = UNIT } = input;
  const [channels] = imageOf(input);
  const isInterleaved = layout === "HWC";
  const floats =
    element === "float32"
      ? { isFloats: true as const }
      : input.element !== "uint8" && { table: pixelTable(preprocess, channels) };
  return { kind: "own", source, gives, pixels: { channels, isInterleaved, ...floats } };
}
