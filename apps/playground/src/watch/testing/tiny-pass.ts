import { bind, lowerSpec, parametersOf, type Layer, type Model } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Pass } from "../../state/pass.js";
import { createForwardRunner } from "../../workers/forward-runner.js";

/** For tests: a network over `[2, 4, 4]` maps with weights 1, 2, 3 … in tenths, less 1. */
export function tinyModel(layers: readonly Layer[], input: readonly number[] = [2, 4, 4]): Model {
  const graph = lowerSpec({ id: "tiny", input, layers });
  let next = 0;
  const tensors = parametersOf(graph).map(({ name, storedShape: shape }) => {
    const data = Float32Array.from({ length: size(shape) }, () => (next++ % 20) / 10 - 1);
    return [name, { data, shape }] as const;
  });
  return bind(graph, new Map(tensors), "tiny");
}

/** For tests: what a network makes of bytes. */
export function passOf(model: Model, bytes: Uint8Array): Pass {
  const [channels = 1, height = 1, width = 1] = model.graph.input.shape;
  const seen = { shape: [channels, height, width] as const, bytes };
  const network = { model, flags: [] };
  const picture = { kind: "file", name: "bytes", image: seen } as const;
  return { ...createForwardRunner(model)(bytes), seen, bytes, network, picture, label: 1 };
}

/** A convolution, its maps in a row, and two classes. */
export const tinyLayers: readonly Layer[] = [
  { type: "conv2d", filters: 3, kernel: 3, weight: "c.W", bias: "c.b" },
  { type: "relu" },
  { type: "flatten" },
  { type: "dense", units: 2, weight: "d.W", bias: "d.b" },
  { type: "softmax" },
];
