import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import type { Constant } from "../constant.js";
import { tensorReader } from "../decode-tensor.js";
import { TensorProtoSchema } from "../onnx.generated.js";

/** For tests: the tensor in a file of ONNX's conformance suite. */
export function readTensorFile(file: string): Constant {
  const read = tensorReader(fromBinary(TensorProtoSchema, readFileSync(file)), file);
  if (read === undefined) throw new Error(`${file}: a type that is not read`);
  return read();
}
