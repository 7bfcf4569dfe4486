import { chooseKernels } from "@evalpool/evaluate";
import { compile, createPlan, preprocess, trace, type Model } from "@evalpool/models";
import {
  createWasmBackend,
  referenceBackend,
  softmax,
  type Backend,
  type BackendMemory,
  type Tensor,
} from "@evalpool/tensor";
import type { ForwardValues } from "./forward-protocol.js";

/** Runs one image, as bytes that are prepared for the network. */
export type ForwardRunner = (bytes: Uint8Array) => ForwardValues;

/**
 * Makes a network ready for images one by one: all values of the pass in plain TypeScript, which is
 * the reference, and the logits by the kernels of the evaluator.
 *
 * @throws {EvalpoolError} when it cannot be evaluated
 */
export function createForwardRunner(model: Model): ForwardRunner {
  const kernels = chooseKernels("auto", false);
  const { run, backend } = kernels
    ? logitsOn(createWasmBackend(kernels), model)
    : logitsOn(referenceBackend, model);
  const { graph } = model;
  return (bytes) => {
    const start = performance.now();
    const logits = run(bytes);
    const ran = performance.now();
    const input = toFloat32(preprocess(graph, { data: bytes, shape: graph.input.shape }));
    const values = trace(model, input).map(({ output }) => output);
    const end = performance.now();
    const exact = { data: Float64Array.from(logits), shape: [logits.length] };
    const probabilities = softmax(exact).data as Float64Array;
    return {
      input,
      values,
      logits,
      probabilities,
      backend,
      kernelMs: ran - start,
      traceMs: end - ran,
    };
  };
}

interface LogitsRunner {
  readonly run: (bytes: Uint8Array) => Float32Array;
  readonly backend: string;
}

function logitsOn<M extends BackendMemory>(backend: Backend<M>, model: Model): LogitsRunner {
  const { run, input, logits, classes } = createPlan(compile(model, backend, 1), backend, 1);
  return {
    run(bytes) {
      input.bytes.set(bytes);
      run(0, 1);
      return logits.data.slice(0, classes);
    },
    backend: backend.name,
  };
}

function toFloat32({ data, shape }: Tensor): Tensor {
  return { data: Float32Array.from(data), shape };
}
