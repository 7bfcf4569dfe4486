import {
  decodeArray,
  encodeSafetensors,
  isFloatType,
  readSafetensorsHeader,
  rowMajor,
} from "@evalpool/arrays";
import { CheckpointError, instanceOf, requireArgument, shorten } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import type { NamedTensors } from "./named-tensors.js";

/** What a safetensors file holds. */
export interface Safetensors extends NamedTensors {
  /** What stands beside the tensors, as `__metadata__`. */
  readonly notes: ReadonlyMap<string, string>;
}

/**
 * The tensors of a safetensors file, of dtypes F16, BF16, F32 and F64; integers and booleans, which
 * no operation trains, as `num_batches_tracked`, are skipped.
 *
 * @param file name for error messages
 * @throws {CheckpointError} where the file breaks any rule of the format
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `not a valid safetensors file: ${reason}`);
  };
  const reading = { size: bytes.length, refuse, notKnown };
  const { entries, notes } = readSafetensorsHeader(bytes, reading);
  const parameters = new Map<string, FloatTensor>();
  const skipped: string[] = [];
  for (const { name, dtype, type, shape, start, end } of entries) {
    if (!isFloatType(type)) {
      skipped.push(`${name} (${dtype})`);
      continue;
    }
    const own = bytes.subarray(start, end);
    parameters.set(name, decodeArray({ bytes: own, type, axes: rowMajor(shape) }));
  }
  return { parameters, skipped, notes };
}

function notKnown(dtype: string): string {
  return `expected dtype F16, BF16, F32, F64, got ${shorten(dtype)}; save it with .float()`;
}

/**
 * The bytes of a safetensors file with these tensors, in their order, as F32 or F64.
 *
 * @param notes strings to keep beside them, as `__metadata__`
 */
export function writeSafetensors(
  parameters: Parameters,
  notes?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  requireArgument("writeSafetensors", instanceOf("a Map of tensors by name", Map), parameters);
  return encodeSafetensors(parameters, notes);
}
