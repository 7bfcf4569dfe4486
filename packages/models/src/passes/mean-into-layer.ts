import type { Graph, Node } from "../graph.js";
import type { Model } from "../model.js";
import { channelsOf, divisorOf } from "../pixel-table.js";
import type { Preprocess } from "../preprocess.js";
import { isLayer, replaced, weightOf, type Layer } from "./layers.js";

/**
 * Takes what is subtracted of pixels, and what each channel is divided by, into the first layer, so
 * that it can read stored bytes as they are. Not where it pads: the zeros around an image are none of
 * its pixels.
 */
export function meanIntoLayer(model: Model): Model {
  const { graph } = model;
  const { preprocess } = graph;
  if (divisorOf(preprocess) !== undefined) return model;
  const layer = firstLayer(graph);
  if (layer === undefined) return model;
  const { scale = 1, mean = [0], std = [1], ...bytes } = preprocess;
  const channels = channelsOf(graph.input.shape, preprocess);
  const weight = weightOf(model, layer);
  const isDense = layer.op === "dense";
  const [outputs = 1, ...taps] = isDense ? weight.shape.toReversed() : weight.shape;
  const inputs = weight.data.length / outputs;
  // Of a dense layer all inputs are pixels, channel by channel; of a convolution those of a window.
  const plane = isDense ? inputs / channels : taps.slice(1).reduce((a, b) => a * b, 1);
  if (!Number.isInteger(plane)) return model;
  const biases = biasOf(model, layer, outputs);
  const scaled = Float64Array.from(weight.data, (value, i) => {
    const [input, output] = isDense
      ? [Math.floor(i / outputs), i % outputs]
      : [i % inputs, Math.floor(i / inputs)];
    const c = Math.floor(input / plane) % channels;
    const by = std[c] ?? std[0] ?? 1;
    biases[output] = (biases[output] ?? 0) - (value * (mean[c] ?? mean[0] ?? 0)) / by;
    return (value * scale) / by;
  });
  const changed = replaced(model, layer, {
    weight: { data: scaled, shape: weight.shape },
    bias: { data: biases, shape: [outputs] },
  });
  return { ...changed, graph: { ...changed.graph, preprocess: bytes satisfies Preprocess } };
}

/** The layer that alone reads the input, as it is or flat. */
function firstLayer({ nodes, input, output }: Graph): Layer | undefined {
  let value = input.value;
  for (;;) {
    const readers = nodes.filter(({ inputs }) => inputs.includes(value));
    const [first] = readers;
    if (first === undefined || readers.length > 1 || value === output) return undefined;
    if (isLayer(first)) return isPadded(first) || isGrouped(first) ? undefined : first;
    if (first.op !== "flatten") return undefined;
    value = first.output;
  }
}

function isPadded(layer: Node): boolean {
  return layer.op === "conv2d" && layer.attributes.padding.some((pixels) => pixels > 0);
}

/** Whether its filters see some of the channels only. */
function isGrouped(layer: Node): boolean {
  return layer.op === "conv2d" && layer.attributes.groups > 1;
}

function biasOf({ parameters }: Model, layer: Layer, outputs: number): Float64Array {
  const bias = parameters.get(layer.parameters["bias"]?.name ?? "");
  return bias ? Float64Array.from(bias.data) : new Float64Array(outputs);
}
