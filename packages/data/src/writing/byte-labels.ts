import { UsageError } from "@evalpool/errors";

/** Labels as bytes. @throws {UsageError} when one takes more */
export function byteLabels(labels: Uint8Array | Uint16Array): Uint8Array {
  const high = labels.find((label) => label > 255);
  if (high === undefined) return Uint8Array.from(labels);
  throw new UsageError(`expected labels of a byte each, up to 255, got ${high}`);
}
