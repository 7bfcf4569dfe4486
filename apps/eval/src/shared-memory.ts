import type { FloatTensor, Parameters } from "@evalpool/models";

/** The bytes in memory that worker threads can read too; copied only if they are elsewhere. */
export function shareArray(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** Weights as float32 in memory that worker threads can read too. */
export function shareParameters(parameters: Parameters): Parameters {
  return new Map([...parameters].map(([name, tensor]) => [name, shareTensor(tensor)]));
}

function shareTensor({ data, shape }: FloatTensor): FloatTensor {
  const bytes = data.length * Float32Array.BYTES_PER_ELEMENT;
  const shared = new Float32Array(new SharedArrayBuffer(bytes));
  shared.set(data);
  return { data: shared, shape };
}
