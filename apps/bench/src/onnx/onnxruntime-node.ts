import { createRequire } from "node:module";
import { peerFile } from "../install-peers.ts";

/** As much of onnxruntime-node as is used here: it is not among the packages that this one has. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => object;
}

interface InferenceSession {
  run(inputs: Readonly<Record<string, object>>): Promise<{ readonly y: { data: Float32Array } }>;
}

/** Runs on float32 examples `[N, …input]`. */
export type RunOnnx = (x: Float32Array, shape: readonly number[]) => Promise<Float32Array>;

/**
 * How onnxruntime changes a graph: not at all, without a change of layout, or as it does by itself,
 * where convolutions may get channels in blocks.
 */
export type Optimization = "disabled" | "basic" | "all";

/** Makes a model of `toOnnx` ready to run on one thread of onnxruntime-node. */
export async function prepareOnnx(
  model: Uint8Array,
  graphOptimizationLevel: Optimization,
): Promise<RunOnnx> {
  const require = createRequire(peerFile("package.json"));
  const { InferenceSession, Tensor } = require("onnxruntime-node") as OnnxRuntime;
  const threads = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const options = { ...threads, graphOptimizationLevel };
  const session = await InferenceSession.create(model, options);
  return async (x, shape) => {
    const { y } = await session.run({ x: new Tensor("float32", x, shape) });
    return y.data;
  };
}
