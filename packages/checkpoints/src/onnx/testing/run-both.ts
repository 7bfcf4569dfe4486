import { bind, compile, createPlan, forward, type Graph, type Model } from "@evalpool/models";
import {
  createWasmBackend,
  compileKernels,
  size,
  type Backend,
  type Tensor,
} from "@evalpool/tensor";

/** For tests: what a model gives for floats, by the eager pass in float64. */
export function eagerly({ graph, parameters }: Model, x: Tensor): Tensor {
  return forward({ graph, parameters }, { ...x, data: Float64Array.from(x.data) });
}

let simd: Backend | undefined;

/**
 * For tests: what compiled kernels give for one example of floats. They take bytes; so these are
 * zeros, to which the example is added.
 */
export function onKernels({ graph, parameters }: Model, example: Float32Array): Float32Array {
  simd ??= createWasmBackend(compileKernels("simd"));
  const { input, nodes } = graph;
  const given: Graph["nodes"][number] = {
    op: "affine",
    name: "given",
    inputs: ["zeros"],
    output: input.value,
    attributes: { shape: input.shape },
    parameters: { offset: { name: "given", stored: "canonical" } },
  };
  const flat: Graph["nodes"][number] = {
    op: "flatten",
    name: "flat",
    inputs: [graph.output],
    output: "flat",
    attributes: {},
    parameters: {},
  };
  // An identity of its own, so that a softmax is not left out.
  const whole = {
    ...graph,
    input: { value: "zeros", shape: input.shape },
    nodes: [given, ...nodes, flat, identityTimes2("flat")],
    output: "twice",
  };
  const offset = { data: example, shape: input.shape };
  const model = bind(whole, new Map([...parameters, ["given", offset]]), "test");
  const program = compile(model, simd, 1);
  const plan = createPlan(program, simd, 1);
  plan.input.bytes.fill(0);
  plan.run(0, 1);
  return plan.logits.data.slice(0, plan.classes).map((value) => value / 2);
}

/** Twice a value: exact, and no softmax. */
function identityTimes2(value: string): Graph["nodes"][number] {
  return {
    op: "add",
    name: "twice",
    inputs: [value, value],
    output: "twice",
    attributes: {},
    parameters: {},
  };
}

/** Values of one example. */
export function exampleOf(x: Tensor, index: number, shape: readonly number[]): Float32Array {
  const length = size(shape);
  return Float32Array.from(x.data.subarray(index * length, (index + 1) * length));
}
