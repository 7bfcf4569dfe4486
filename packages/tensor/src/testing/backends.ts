import type { Backend } from "../backend/backend.js";
import type { DenseWeights, PackedDense } from "../backend/dense.js";
import type { BackendMemory, ByteInput, Rows } from "../backend/memory.js";
import { referenceBackend } from "../reference/backend.js";
import { createWasmBackend } from "../wasm/backend.js";
import { compileKernels } from "../wasm/module.js";

/** For tests: all that must do the same. */
export const backends: [string, () => Backend][] = [
  ["reference", () => referenceBackend],
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-simd-wide", () => createWasmBackend(compileKernels("simd", true))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

/** Numbers in [-1, 1) for a test, the same for the same seed. */
export function noise(seed: number, length: number): Float32Array {
  const values = new Float32Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1664525) + 1013904223;
    values[i] = state / 2 ** 31;
  }
  return values;
}

/** Bytes of which most are 0, as in images. */
export function pixels(seed: number, length: number): Uint8Array {
  return Uint8Array.from(noise(seed, length), (value) => Math.max(0, value * 512 - 257));
}

export function weightsOf(inputs: number, outputs: number, seed: number): DenseWeights {
  return { weight: noise(seed, inputs * outputs), bias: noise(seed + 1, outputs) };
}

/** The first `width` values of each row. */
export function valuesOf({ data, stride }: Rows, count: number, width: number): number[][] {
  return Array.from({ length: count }, (_, row) =>
    Array.from(data.subarray(row * stride, row * stride + width)),
  );
}

/** Rows that hold these values, made by a layer whose bias they are. */
export function rowsOf(backend: Backend, values: number[], count = 1): Rows {
  const width = values.length / count;
  // Row i is one-hot at i, so that it picks row i of the weights.
  const bytes = new Uint8Array(count * count);
  for (let i = 0; i < count; i++) bytes[i * count + i] = 1;
  const input = backend.createInput(bytes.length);
  input.bytes.set(bytes);
  const layer = { weight: Float32Array.from(values), bias: new Float32Array(width) };
  return denseBytes(backend, backend.packDenseBytes(layer, 1), count)(input, 0, count);
}

/** A layer on bytes with rows of its own to write to. */
export function denseBytes(backend: Backend, layer: PackedDense, batchSize: number) {
  const out = newRows(backend, layer.stride, batchSize);
  return (x: ByteInput, first: number, count: number): Rows => {
    backend.denseBytes(layer, x, out)(first, count);
    return out;
  };
}

/** A layer on rows with rows of its own to write to. */
export function dense(backend: Backend, layer: PackedDense, batchSize: number) {
  const out = newRows(backend, layer.stride, batchSize);
  return (x: Rows, count: number): Rows => {
    backend.dense(layer, x, out)(count);
    return out;
  };
}

/** `table[x]` with rows of its own to write to. */
export function mapBytes(backend: Backend, table: Float32Array, width: number, batchSize: number) {
  const out = newRows(backend, 4 * Math.ceil(width / 4), batchSize);
  return (x: ByteInput, first: number, count: number): Rows => {
    backend.mapBytes(table, width, x, out)(first, count);
    return out;
  };
}

/** Rows in a block of their own. */
export function newRows<M extends BackendMemory>(
  backend: Backend<M>,
  stride: number,
  count: number,
): M["rows"] {
  return backend.rows(backend.allocate(stride * count * 4), 0, stride, count);
}

/** Functions of rows that a network may end a layer in. */
export const functions = ["step", "sigmoid", "relu", "softmax", "identity"] as const;

/** Applies one of them to the first `count` rows of `width`, in place. */
export function applyFunction(
  backend: Backend,
  name: (typeof functions)[number],
  x: Rows,
  count: number,
  width: number,
): void {
  if (name === "softmax") backend.softmax(x, count, width, width, false);
  else if (name !== "identity") backend.activate({ name }, x, count, width);
}
