import { createRequire } from "node:module";
import { peerFile } from "../install-peers.ts";

/** As much of onnxruntime-node as is used here: it is not among the packages that this one has. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<InferenceSession>;
  };
  readonly Tensor: new (
    type: "float32",
    data: Float32Array,
    shape: readonly number[],
  ) => { readonly data: Float32Array };
}

type Tensors = Readonly<Record<string, { readonly data: Float32Array }>>;

interface InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Tensors, outputs?: Tensors): Promise<Tensors>;
}

/** Float32 values of `[N, …]`. */
export interface Floats {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/**
 * Makes a model of one input and one output ready to run on one thread of onnxruntime-node.
 *
 * @param isOptimized whether onnxruntime may change the graph, as it does by itself
 * @returns runs on examples, and writes into `y` where that is given
 */
export async function prepareOnnx(
  model: Uint8Array,
  isOptimized: boolean,
): Promise<(x: Floats, y?: Floats) => Promise<Float32Array>> {
  const require = createRequire(import.meta.url);
  const { InferenceSession, Tensor } = require(
    peerFile("node_modules/onnxruntime-node"),
  ) as OnnxRuntime;
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: isOptimized ? "all" : "disabled",
    // Of errors alone: it warns of what exporters leave behind.
    logSeverityLevel: 3,
  });
  const [input = "", output = ""] = [session.inputNames[0], session.outputNames[0]];
  const toTensor = ({ data, shape }: Floats) => new Tensor("float32", data, shape);
  return async (x, y) => {
    const fetches = y ? [{ [output]: toTensor(y) }] : [];
    const result = await session.run({ [input]: toTensor(x) }, ...fetches);
    return result[output]?.data ?? new Float32Array();
  };
}
