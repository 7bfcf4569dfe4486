import { mapStride, size, type Backend, type MapShape, type Tensor } from "@evalpool/tensor";
import type { Graph } from "../graph.js";
import type { InferredNode } from "../infer-shapes.js";
import type { Model } from "../model.js";
import { operationOf } from "../ops/ops.js";
import { divisorOf } from "../pixel-table.js";
import type { Shape } from "../shape.js";
import type { Emitter } from "./emitter.js";
import type { Lowering, Placed } from "./lowering.js";

/** What all nodes of a network are lowered with. */
export interface Target {
  readonly model: Model;
  readonly backend: Backend;
  readonly isExact: boolean;
  readonly element: "uint8" | "float32";
}

/** Emits the steps of a node. */
export function lowerNode(inferred: InferredNode, target: Target, emitter: Emitter): void {
  const { node, inputs: shapes, output: shape } = inferred;
  const { model, backend, isExact, element } = target;
  const { name, inputs, output, attributes } = node;
  const valueOf = (index: number): [value: string, shape: Shape] => {
    const [value, of] = [inputs[index], shapes[index]];
    if (value === undefined || of === undefined) throw new RangeError(`${name}: no input ${index}`);
    return [value, of];
  };
  const read = <T>(index: number, find: (value: string, shape: Shape) => T): T => {
    const [value, of] = valueOf(index);
    const found = find(value, of);
    emitter.count(value);
    return found;
  };
  const readAs = (index: number, order?: "row" | "maps", maps?: MapShape): Placed =>
    read(index, (value, of) => {
      if (order === undefined) return emitter.find(value, of);
      if (order === "row") return { slot: emitter.findRow(value, of) };
      const wanted = maps ?? mapsOf(of);
      return { slot: emitter.findMaps(value, of, wanted), maps: wanted };
    });
  const parameterOf = (role: string): Tensor | undefined => {
    const reference = node.parameters[role];
    return reference && model.parameters.get(reference.name);
  };
  const parameter = (role: string): Tensor => {
    const tensor = parameterOf(role);
    if (tensor === undefined) throw new RangeError(`${name} has no ${role}`);
    return tensor;
  };
  const lowering: Lowering<object> = {
    attributes,
    shapes,
    shape,
    backend,
    divisor: divisorOf(model.graph.preprocess) ?? 1,
    isExact,
    parameter,
    weight: (role) => floats(parameter(role)),
    optionalWeight(role) {
      const tensor = parameterOf(role);
      return tensor && floats(tensor);
    },
    isBytes: (index) =>
      element === "uint8" &&
      divisorOf(model.graph.preprocess) !== undefined &&
      emitter.isStored(valueOf(index)[0]),
    isSparse: (index) => isSparse(model.graph, valueOf(index)[0]),
    readBytes: (index) => read(index, () => undefined),
    read: (index) => readAs(index),
    readRow: (index) => readAs(index, "row").slot,
    readMaps: (index, maps) => readAs(index, "maps", maps).slot,
    write: (kernel, stride, maps) => void emitter.write(output, output, kernel, stride, maps),
    scratch(kernel, stride, f) {
      const slot = emitter.write(output, undefined, kernel, stride);
      if (f) emitter.change({ slot }, undefined, { ...f, width: stride, node: output });
      return slot;
    },
    alias(index, order) {
      const [value, of] = valueOf(index);
      if (order === "row" && !emitter.isStored(value)) emitter.findRow(value, of);
      emitter.count(value);
      emitter.alias(value, output, order);
    },
    change(index, f, order) {
      const placed = readAs(index, order);
      const width = placed.maps === undefined ? size(shape) : mapStride(placed.maps);
      emitter.change(placed, output, { ...f, width, node: output });
    },
  };
  operationOf(node.op).lower(lowering);
}

/** Whether a value is what a ReLU gave, in another order or the largest of it. */
function isSparse({ nodes }: Pick<Graph, "nodes">, value: string): boolean {
  const maker = nodes.find(({ output }) => output === value);
  const [input = ""] = maker?.inputs ?? [];
  switch (maker?.op) {
    case "relu":
      return true;
    case "clip":
      return maker.attributes.lower === 0;
    case "maxPool2d":
    case "flatten":
    case "reshape":
    case "dropout":
      return isSparse({ nodes }, input);
    default:
      return false;
  }
}

function floats({ data }: Tensor): Float32Array {
  return data instanceof Float32Array ? data : new Float32Array(data);
}

function mapsOf(shape: Shape): MapShape {
  const [channels = 1, height = 1, width = 1] = shape;
  return { channels, height, width };
}
