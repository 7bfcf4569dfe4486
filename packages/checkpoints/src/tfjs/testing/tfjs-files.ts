import { weights } from "../../keras/testing/small-network.js";

interface Listed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: {
    readonly dtype: string;
    readonly scale?: number;
    readonly min?: number;
  };
}

/** Changes of a model's files. */
export interface Changes {
  /** How weights are kept; float32 unless told. */
  readonly type?: "float16" | "uint8" | "uint16";
  readonly model?: (json: Record<string, unknown>) => unknown;
  readonly shards?: (shards: Map<string, Uint8Array>) => void;
}

/** The small network as TensorFlow.js keeps it: `model.json`, and weights cut in two. */
export function tfjsFiles({ type, model = (json) => json, shards: change }: Changes = {}) {
  const listed: Listed[] = [];
  const pieces: Buffer[] = [];
  for (const [path, [shape, data]] of Object.entries(weights)) {
    const { bytes, quantization } = encode(data, type);
    // What TensorFlow.js calls the kernel of a depthwise convolution.
    const name = path.replace("block_depth/kernel", "block_depth/depthwise_kernel");
    listed.push({ name, shape, dtype: "float32", ...(quantization && { quantization }) });
    pieces.push(bytes);
  }
  listed.push({ name: "counter", shape: [], dtype: "int32" });
  pieces.push(Buffer.alloc(4));
  const whole = Buffer.concat(pieces);
  const paths = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
  const shards = new Map<string, Uint8Array>([
    [paths[0]!, whole.subarray(0, 301)],
    [paths[1]!, whole.subarray(301)],
  ]);
  change?.(shards);
  const json = model({
    format: "layers-model",
    generatedBy: "TensorFlow.js tfjs-layers v4.22.0",
    modelTopology: { class_name: "Model", config, keras_version: "tfjs-layers 4.22.0" },
    weightsManifest: [{ paths, weights: listed }],
  });
  const beside = (name: string): Promise<Uint8Array> => {
    const shard = shards.get(name);
    return shard ? Promise.resolve(shard) : Promise.reject(new Error(`there is no ${name}`));
  };
  return { model: new TextEncoder().encode(JSON.stringify(json)), beside };
}

function encode(data: readonly number[], type: Changes["type"]) {
  if (type === undefined) return { bytes: Buffer.from(Float32Array.from(data).buffer) };
  if (type === "float16") {
    const bytes = Buffer.alloc(2 * data.length);
    data.forEach((value, i) => bytes.writeUInt16LE(half(value), 2 * i));
    return { bytes, quantization: { dtype: "float16" } };
  }
  const min = Math.min(...data);
  const most = type === "uint8" ? 255 : 65_535;
  const scale = (Math.max(...data) - min) / most || 1;
  const steps = data.map((value) => Math.round((value - min) / scale));
  const array = type === "uint8" ? Uint8Array.from(steps) : Uint16Array.from(steps);
  return { bytes: Buffer.from(array.buffer), quantization: { dtype: type, scale, min } };
}

/** The bits of a normal number, or 0, as IEEE 754's binary16. */
function half(value: number): number {
  if (Math.abs(value) < 2 ** -14) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) + (exponent + 15) * 1024 + fraction;
}

const layer = (className: string, name: string, config: object, inputs: readonly string[]) => ({
  class_name: className,
  name,
  config: { name, trainable: true, ...config },
  inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
});

const conv = { padding: "same", data_format: "channels_last", dilation_rate: [1, 1] };

const config = {
  name: "small",
  layers: [
    layer("InputLayer", "pixels", { batch_input_shape: [null, 6, 5, 1] }, []),
    layer("Rescaling", "scale", { scale: 1 / 255, offset: 0 }, ["pixels"]),
    layer(
      "Conv2D",
      "block_conv",
      { ...conv, filters: 3, kernel_size: [3, 3], strides: [1, 1], activation: "relu" },
      ["scale"],
    ),
    layer(
      "DepthwiseConv2D",
      "block_depth",
      { ...conv, kernel_size: [3, 3], depth_multiplier: 1, activation: "linear", use_bias: false },
      ["block_conv"],
    ),
    layer("Add", "sum", {}, ["block_conv", "block_depth"]),
    {
      class_name: "Sequential",
      name: "inner",
      config: {
        name: "inner",
        layers: [
          {
            class_name: "BatchNormalization",
            config: { name: "norm", batch_input_shape: [null, 6, 5, 3], axis: -1, epsilon: 0.001 },
          },
          {
            class_name: "MaxPooling2D",
            config: { name: "pool", pool_size: [2, 2], padding: "valid", strides: [2, 2] },
          },
          {
            class_name: "Conv2D",
            config: { ...conv, name: "point", filters: 2, kernel_size: [1, 1], strides: [1, 1] },
          },
        ],
      },
      inbound_nodes: [[["sum", 0, 0, {}]]],
    },
    layer("Flatten", "flat", {}, ["inner"]),
    layer("Dense", "hidden", { units: 5, activation: "hard_sigmoid" }, ["flat"]),
    layer("Dense", "classes", { units: 4, activation: "softmax" }, ["hidden"]),
  ],
  input_layers: [["pixels", 0, 0]],
  output_layers: [["classes", 0, 0]],
};
