/** The networks that are measured, and where a directory as `$EVALPOOL_BENCH_SHARED` has them. */
export const networks = {
  mlp: {
    /** In the zoo. */
    id: "mlp",
    title: "784-50-100-10",
    weights: "checkpoints/sample_weight.pkl",
    /** The same network and weights for onnxruntime. */
    onnx: "onnx/mlp.onnx",
  },
  simple: {
    id: "book-simple-convnet",
    title: "book-simple-convnet",
    weights: "checkpoints/simple_convnet_params.pkl",
    onnx: "onnx/simple.onnx",
  },
  deep: {
    id: "book-deep-convnet",
    title: "book-deep-convnet",
    weights: "checkpoints/deep_convnet_params.pkl",
    onnx: "onnx/deep.onnx",
  },
} as const;

export type NetworkName = keyof typeof networks;
