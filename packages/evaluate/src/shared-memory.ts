import type { ImageHandle } from "@evalpool/data";
import type { Program } from "@evalpool/models";
import { canShare } from "./can-share.js";
import type { Job } from "./job.js";

/**
 * The job with its arrays in memory that worker threads can read too, as they are there once. Where
 * there is no such memory it stays as it is, and each worker gets a copy.
 */
export function shareJob(job: Job): Job {
  if (!canShare()) return job;
  const { predictor, images, labels } = job;
  return {
    ...job,
    predictor:
      predictor.kind === "program"
        ? { ...predictor, program: shareProgram(predictor.program) }
        : predictor,
    images: { ...images, handle: shareImages(images.handle) },
    labels: shareLabels(labels),
  };
}

function shareProgram(program: Program): Program {
  const steps = program.steps.map((step) => {
    const { kernel } = step;
    if (!("layer" in kernel)) return step;
    const layer = { ...kernel.layer, bytes: shareBytes(kernel.layer.bytes) };
    return { ...step, kernel: { ...kernel, layer } as typeof kernel };
  });
  return { ...program, steps };
}

function shareImages(handle: ImageHandle): ImageHandle {
  return handle instanceof Uint8Array ? shareBytes(handle) : handle;
}

function shareLabels(labels: Job["labels"]): Job["labels"] {
  if (labels instanceof Uint8Array) return shareBytes(labels);
  const { buffer, byteOffset } = shareBytes(
    new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength),
  );
  return new Uint16Array(buffer, byteOffset, labels.length);
}

/** Copied only if they are elsewhere. */
function shareBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
