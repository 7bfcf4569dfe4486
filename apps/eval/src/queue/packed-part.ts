import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Part } from "@evalpool/evaluate";

/** Characters of a part in the store: what is longer is read, as a store gives it whole, and not looked into. */
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
 * @throws {RangeError} when it was not, or is too large
 */
export function unpackPart(packed: unknown): unknown {
  if (typeof packed !== "string" || packed.length > LARGEST_PACKED) {
    throw new RangeError(`not a part: expected text of at most ${LARGEST_PACKED} characters`);
  }
  const json = inflate(Buffer.from(packed, "base64"));
  try {
    return JSON.parse(json.toString());
  } catch (cause) {
    throw new RangeError("not a part: expected JSON", { cause });
  }
}

function inflate(deflated: Uint8Array): Buffer {
  try {
    return inflateRawSync(deflated, { maxOutputLength: LARGEST_PART });
  } catch (cause) {
    const isTooLarge = (cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE";
    const expected = isTooLarge ? `at most ${LARGEST_PART} bytes of JSON` : "what is deflated";
    throw new RangeError(`not a part: expected ${expected}`, { cause });
  }
}
