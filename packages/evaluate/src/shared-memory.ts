import type { Program } from "@evalpool/models";
import type { Job } from "./job.js";

/** The job with its arrays in memory that worker threads can read too, as they are there once. */
export function shareJob(job: Job): Job {
  const { program, images, labels } = job;
  return {
    ...job,
    program: shareProgram(program),
    images: images instanceof Uint8Array ? shareArray(images) : images,
    labels: shareArray(labels),
  };
}

function shareProgram(program: Program): Program {
  const steps = program.steps.map((step) => {
    const { kernel } = step;
    if (!("layer" in kernel)) return step;
    const layer = { ...kernel.layer, bytes: shareArray(kernel.layer.bytes) };
    return { ...step, kernel: { ...kernel, layer } };
  });
  return { ...program, steps };
}

/** Copied only if they are elsewhere. */
function shareArray(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
