import type { FloatTensor, Parameters } from "@evalpool/models";
import type { Job } from "./job.js";

/** The job with its arrays in memory that worker threads can read too, as they are there once. */
export function shareJob(job: Job): Job {
  const { model, images, labels } = job;
  return {
    ...job,
    model: { ...model, parameters: shareParameters(model.parameters) },
    images: images instanceof Uint8Array ? shareArray(images) : images,
    labels: shareArray(labels),
  };
}

/** Copied only if they are elsewhere. */
function shareArray(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** As float32. */
function shareParameters(parameters: Parameters): Parameters {
  return new Map([...parameters].map(([name, tensor]) => [name, shareTensor(tensor)]));
}

function shareTensor({ data, shape }: FloatTensor): FloatTensor {
  const bytes = data.length * Float32Array.BYTES_PER_ELEMENT;
  const shared = new Float32Array(new SharedArrayBuffer(bytes));
  shared.set(data);
  return { data: shared, shape };
}
