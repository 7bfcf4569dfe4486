// Values, messages and printing are those of NumPy 2.4 where NumPy has them.
export {
  activations,
  identity,
  logSoftmax,
  map,
  relu,
  sigmoid,
  softmax,
  step,
} from "./activations.js";
export { argmax } from "./argmax.js";
export { add, broadcastShapes, divide, multiply, subtract, type Operand } from "./arithmetic.js";
export type { Backend } from "./backend/backend.js";
export {
  convOutput,
  convWritten,
  type Bounds,
  type ConvAlgorithm,
  type ConvEnd,
  type ConvGeometry,
  type ConvKernels,
  type ConvWeights,
  type PackedConv,
} from "./backend/conv.js";
export type { DenseKernels, DenseWeights, PackedDense } from "./backend/dense.js";
export type { Combination, ElementwiseKernels } from "./backend/elementwise.js";
export {
  channelStride,
  mapStride,
  placesOf,
  type MapPart,
  type MapShape,
  type Padding,
  type Pair,
  type Window,
} from "./backend/maps.js";
export type {
  BackendMemory,
  ByteInput,
  MemoryKernels,
  Rows,
  RunBytes,
  RunRows,
} from "./backend/memory.js";
export type { MoveKernels, Runs } from "./backend/moves.js";
export type { PoolGeometry, PoolKernels } from "./backend/pool.js";
export type { Summaries, SummaryKernels } from "./backend/summary.js";
export { dot, matmul } from "./dot.js";
export type { DType, TypedArray, TypedArrays } from "./dtype.js";
export { format, type PrintOptions } from "./format.js";
export { quotients } from "./quotients.js";
export { referenceBackend } from "./reference/backend.js";
export type { ReferenceKinds } from "./reference/kinds.js";
export { summarizeRows } from "./reference/summary.js";
export {
  scalarFunction,
  type ScalarFunction,
  type ScalarFunctionName,
} from "./scalar-functions.js";
export {
  arange,
  dtype,
  ndim,
  ones,
  shape,
  size,
  tensor,
  zeros,
  type Nested,
  type Tensor,
} from "./tensor.js";
export { concatenate, transpose } from "./rearrange.js";
export { reshape, row, rows } from "./views.js";
export { createWasmBackend } from "./wasm/backend.js";
export type { WasmKinds } from "./wasm/context.js";
export {
  compileKernels,
  kernelsName,
  supportsKernels,
  type KernelBuild,
  type KernelModule,
} from "./wasm/module.js";
export { createTrainingKernels, type TrainingKernels } from "./wasm/training.js";
