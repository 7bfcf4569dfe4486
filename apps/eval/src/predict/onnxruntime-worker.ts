import type { Predict } from "@evalpool/evaluate";
import { openOnnx, type OnnxFile } from "./onnx-session.js";

/** A worker module: an ONNX file on onnxruntime, with a session for each worker. */
export default async function createPredict(data: unknown): Promise<Predict> {
  return openOnnx(data as OnnxFile);
}
