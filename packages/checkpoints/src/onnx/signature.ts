import { CheckpointError } from "@evalpool/errors";
import { decodeProto, producerOf, valuesOf } from "./decode-model.js";

/** What is said of an input or an output. */
interface OnnxSignatureValue {
  readonly name: string;
  /** As NumPy calls it: `float32`. */
  readonly type: string;
  /** Undefined where an axis has any length; empty as well where no shape is said. */
  readonly shape: (number | undefined)[];
}

/** What a file takes and gives, whether its operations are known or not. */
export interface OnnxSignature {
  /** Those that must be given: without an initializer. */
  readonly inputs: OnnxSignatureValue[];
  readonly outputs: OnnxSignatureValue[];
  readonly irVersion: number;
  /** Of the standard's own operations; 0 where there is none. */
  readonly opset: number;
  readonly producer: string;
}

/**
 * What an ONNX file says of itself, with no more work than that takes.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when it is no ONNX file
 */
export function readOnnxSignature(bytes: Uint8Array, file: string): OnnxSignature {
  const model = decodeProto(bytes, file);
  const { graph, irVersion } = model;
  if (graph === undefined) {
    throw new CheckpointError(file, "not a valid ONNX file: there is no graph in it");
  }
  const held = new Set(graph.initializer.map(({ name }) => name));
  const told = valuesOf(graph.input).filter(({ name }) => !held.has(name));
  const values = (all: ReturnType<typeof valuesOf>): OnnxSignatureValue[] =>
    all.map(({ name, type, shape = [] }) => ({ name, type, shape: [...shape] }));
  return {
    inputs: values(told),
    outputs: values(valuesOf(graph.output)),
    irVersion: Number(irVersion),
    ...producerOf(model),
  };
}
