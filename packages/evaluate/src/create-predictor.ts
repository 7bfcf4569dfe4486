import { createPlan, type Program } from "@evalpool/models";
import {
  createWasmBackend,
  referenceBackend,
  type Backend,
  type BackendMemory,
} from "@evalpool/tensor";
import { predictWithOwn } from "./predict-with-own.js";
import type { CreatePredictor, Predictor } from "./predictor.js";

/** The job's own: a network on its kernels, which answer at once, or whatever else gives logits. */
export const createPredictor: CreatePredictor = (job, images) => {
  const { predictor } = job;
  if (predictor.kind === "own") return predictWithOwn(job, predictor, images);
  const { program, kernels } = predictor;
  return kernels
    ? predictWith(createWasmBackend(kernels), program, images)
    : predictWith(referenceBackend, program, images);
};

function predictWith<M extends BackendMemory>(
  backend: Backend<M>,
  program: Program,
  images: number,
): Predictor {
  const { classes, input, logits, run } = createPlan(program, backend, images);
  return {
    classes,
    input,
    run(at, count) {
      run(at, count);
      return logits;
    },
    summarize: (_, count) => backend.summarize(logits, count, classes),
  };
}
