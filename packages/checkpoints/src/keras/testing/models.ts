import { lowerKeras } from "../lower-keras.js";
import { parseNetwork } from "../network.js";
import { ListedSource } from "../weights.js";

type Layer = Readonly<Record<string, unknown>>;

/** Images of 4 × 4 pixels of two channels. */
export const input = {
  class_name: "InputLayer",
  config: { name: "x", batch_shape: [null, 4, 4, 2] },
};

/** As a config has it; called by its class, in small letters, unless told. */
export const layer = (className: string, config: object = {}, more: object = {}): Layer => ({
  class_name: className,
  config: { name: className.toLowerCase(), ...config },
  ...more,
});

/** Shapes of arrays by their names, as `dense/kernel`. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** A chain of layers after `input`. */
export function lower(layers: readonly Layer[], shapes: Shapes = {}) {
  return lowerModel(layer("Sequential", { name: "m", layers: [input, ...layers] }), { shapes });
}

/** A model whose arrays count from 1. */
export function lowerModel(model: unknown, said: { output?: string; shapes?: Shapes } = {}) {
  const { output, shapes = {} } = said;
  const arrays = Object.entries(shapes).map(([name, shape]) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1);
    return { name, read: () => [{ name, tensor: { data, shape } }] };
  });
  const network = parseNetwork(model, "m.keras");
  const weights = new ListedSource(arrays, "m.keras");
  return lowerKeras({ network, weights, version: 3, output }, "m.keras");
}

/** A functional model of an input and layers. */
export const functional = (layers: readonly Layer[], outputs: unknown) => ({
  class_name: "Functional",
  config: {
    name: "m",
    layers: [{ ...input, inbound_nodes: [] }, ...layers],
    input_layers: [["x", 0, 0]],
    output_layers: outputs,
  },
});

/** What a layer gave, the n-th time that it was applied. */
export const taking = (name: string, call = 0) => ({
  class_name: "__keras_tensor__",
  config: { keras_history: [name, call, 0] },
});

/** A layer that is applied once. */
export const by = (...args: readonly unknown[]) => ({ inbound_nodes: [{ args, kwargs: {} }] });
