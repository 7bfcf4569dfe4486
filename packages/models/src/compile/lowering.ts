import {
  quotients,
  size,
  type Activation,
  type Backend,
  type DenseWeights,
} from "@evalpool/tensor";
import type { Node } from "../graph.js";
import type { Model } from "../model.js";
import type { OpName } from "../ops/ops.js";
import type { Shape } from "../shape.js";
import type { Emitter } from "./emitter.js";
import type { Epilogue } from "./program.js";

/** What a node is lowered with. */
export interface Lowering {
  readonly model: Model;
  /** Packs weights and tells strides; it runs nothing. */
  readonly backend: Backend;
  readonly emitter: Emitter;
}

/** Emits the steps of a node whose input has this shape, for one example. */
type Lower<O extends OpName> = (node: Node<O>, shape: Shape, lowering: Lowering) => void;

/** Which kernels run each operation. */
const lower: { readonly [O in OpName]: Lower<O> } = {
  dense(node, _, { model, backend, emitter }) {
    const weights = denseWeights(model, node);
    const from = emitter.read(node);
    if (from === "bytes") {
      const layer = backend.packDenseBytes(weights, model.graph.preprocess.divisor);
      emitter.write(node.output, layer.stride, { kind: "denseBytes", layer });
    } else {
      const layer = backend.packDense(weights);
      emitter.write(node.output, layer.stride, { kind: "dense", layer, from });
    }
  },
  // Rows are flat as they are.
  flatten: (node, _, { emitter }) => emitter.alias(node),
  identity: (node, _, { emitter }) => emitter.alias(node),
  relu: activation("relu"),
  scale(node, shape, lowering) {
    inPlace(node, shape, lowering, { kind: "divide", divisor: node.attributes.divisor });
  },
  sigmoid: activation("sigmoid"),
  softmax: activation("softmax"),
  step: activation("step"),
};

export function lowerNode(node: Node, shape: Shape, lowering: Lowering): void {
  (lower[node.op] as Lower<OpName>)(node, shape, lowering);
}

/** The slot that holds a value as floats, which stored pixels are made first. */
export function readFloats(value: string, shape: Shape, lowering: Lowering): number {
  const { model, backend, emitter } = lowering;
  const place = emitter.readValue(value);
  if (place !== "bytes") return place;
  const width = size(shape);
  const table = quotients(model.graph.preprocess.divisor);
  const to = emitter.write(value, backend.mapBytesStride(width), {
    kind: "mapBytes",
    table,
    width,
  });
  emitter.readValue(value);
  return to;
}

function activation(name: Activation): Lower<OpName> {
  return (node, shape, lowering) => {
    const group = shape.at(-1) ?? 1;
    const width = size(shape);
    inPlace(node, shape, lowering, { kind: "activate", activation: name, width, group });
  };
}

function inPlace(node: Node, shape: Shape, lowering: Lowering, epilogue: Epilogue): void {
  const [value = ""] = node.inputs;
  lowering.emitter.changeInPlace(node, readFloats(value, shape, lowering), epilogue);
}

function denseWeights({ parameters }: Model, node: Node<"dense">): DenseWeights {
  const floats = (role: "weight" | "bias"): Float32Array => {
    const tensor = parameters.get(node.parameters[role]?.name ?? "");
    if (tensor === undefined) throw new RangeError(`${node.name} has no ${role}`);
    return tensor.data instanceof Float32Array ? tensor.data : new Float32Array(tensor.data);
  };
  return { weight: floats("weight"), bias: floats("bias") };
}
