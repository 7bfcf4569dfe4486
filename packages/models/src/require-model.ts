import { formatShape, objectWith, requireArgument, ShapeError } from "@evalpool/errors";
import type { Tensor } from "@evalpool/tensor";
import type { Graph } from "./graph.js";

const model = objectWith("a model { graph, parameters }", "graph", "parameters");
const graphOf = objectWith("a graph, as a model has", "input", "nodes");
const tensor = objectWith("a tensor { data, shape }", "data", "shape");

/** For callers without types. @throws {UsageError} when it is no model */
export function requireModel(caller: string, value: unknown): void {
  requireArgument(`${caller}: model`, model, value);
}

/** For callers without types. @throws {UsageError} when it is no graph */
export function requireGraph(caller: string, value: unknown): void {
  requireArgument(`${caller}: graph`, graphOf, value);
}

/** For callers without types. @throws {UsageError} when it is no tensor */
export function requireTensor(caller: string, value: unknown): void {
  requireArgument(caller, tensor, value);
}

/** @throws {ShapeError} when a tensor is neither one input of a graph nor a batch of them */
export function requireInput(caller: string, { input }: Graph, { shape }: Tensor): void {
  const axes = shape.length - input.shape.length;
  const isFit = (axes === 0 || axes === 1) && shape.slice(axes).join() === input.shape.join();
  if (isFit) return;
  const expected = `expected shape ${formatShape(input.shape)}, or (N,${input.shape.join(",")})`;
  const got = formatShape(shape);
  throw new ShapeError(caller, [shape, input.shape], `${caller}: ${expected}, got ${got}`);
}
