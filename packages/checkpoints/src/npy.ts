import { columnMajor, decodeArray, readNpyHeader, rowMajor, shapeProblem } from "@evalpool/arrays";
import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import { floatType, notFloats } from "./float-type.js";

/**
 * The array of an NPY file, of float16, float32 or float64, in either byte order.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export function readNpy(bytes: Uint8Array, file: string): FloatTensor {
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `not a readable NPY file: ${reason}`);
  };
  const reading = { size: bytes.length, elements: "floats", refuse };
  const { descr, isFortran, shape, dataStart } = readNpyHeader(bytes, reading);
  const type = floatType(descr) ?? refuse(notFloats(descr));
  const data = bytes.subarray(dataStart);
  const problem = shapeProblem(shape, type, data.length);
  if (problem !== undefined) refuse(problem);
  return decodeArray({ bytes: data, type, axes: isFortran ? columnMajor(shape) : rowMajor(shape) });
}
