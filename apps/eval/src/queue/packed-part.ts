import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Part } from "@evalpool/evaluate";

/** Characters of a part in the store: what is longer is not looked into. */
const LARGEST_PACKED = 2 ** 25;
/** Bytes of its JSON: a confusion matrix of some thousands of classes. */
const LARGEST_PART = 2 ** 28;

/**
 * A part as it is stored: JSON, deflated (RFC 1951), in base64. Of a thousand classes most of the
 * million numbers of a confusion matrix are 0, and the store keeps all parts of a run in memory.
 */
export function packPart(part: Part): string {
  return deflateRawSync(JSON.stringify(part)).toString("base64");
}

/**
 * What was packed, still to be checked.
 *
 * @throws {Error} when it was not, or is too large
 */
export function unpackPart(packed: unknown): unknown {
  if (typeof packed !== "string" || packed.length > LARGEST_PACKED) {
    throw new RangeError(`not a part: expected text of at most ${LARGEST_PACKED} characters`);
  }
  const json = inflateRawSync(Buffer.from(packed, "base64"), { maxOutputLength: LARGEST_PART });
  return JSON.parse(json.toString());
}
