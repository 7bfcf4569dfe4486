import { CheckpointError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import { readWhole } from "@evalpool/files/node";
import type { OnnxSignature } from "./onnx/signature.js";

/** As large as protocol buffers can be. */
const LARGEST = 2 ** 31;

/**
 * What an ONNX file takes and gives, whether its operations are known or not.
 *
 * @throws {CheckpointError} when it is none, or damaged
 */
export async function loadOnnxSignature(file: string): Promise<OnnxSignature> {
  const toError = (reason: string, options?: ErrorOptions): CheckpointError =>
    new CheckpointError(file, reason, options);
  const bytes = await readWhole(file, { maxBytes: LARGEST, toError });
  const kind = fileKind(bytes);
  if (kind !== undefined && kind.id !== "onnx") {
    throw toError(`expected an ONNX model, got ${kind.name}; onnxruntime runs no other`);
  }
  const { readOnnxSignature } = await import("./onnx/signature.js");
  return readOnnxSignature(bytes, file);
}
