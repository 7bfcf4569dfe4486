import { createRequire } from "node:module";
import { peerFile } from "../../src/install-peers.ts";

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: object): Promise<Readonly<Record<string, { readonly data: Float32Array }>>>;
}

interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => object;
}

/** Runs an ONNX file of one input on onnxruntime-node: floats of some shape to its first output. */
export async function onnxFile(
  model: Uint8Array,
): Promise<(data: Float32Array, shape: readonly number[]) => Promise<Float32Array>> {
  const require = createRequire(import.meta.url);
  const runtime = require(peerFile("node_modules/onnxruntime-node")) as OnnxRuntime;
  const session = await runtime.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // As it is written: fused, some graphs are none that it can run.
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 3,
  });
  const [input = "", output = ""] = [session.inputNames[0], session.outputNames[0]];
  return async (data, shape) => {
    const results = await session.run({ [input]: new runtime.Tensor("float32", data, shape) });
    return results[output]?.data ?? new Float32Array();
  };
}
