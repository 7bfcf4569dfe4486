// Values, messages and printing are those of NumPy 2.4 where NumPy has them.
export { activations, identity, relu, sigmoid, softmax, step } from "./activations.js";
export { argmax } from "./argmax.js";
export { add, divide, multiply, subtract, type Operand } from "./arithmetic.js";
export type {
  Activation,
  Backend,
  BackendMemory,
  ByteInput,
  DenseWeights,
  PackedDense,
  Rows,
  RunBytes,
  RunRows,
  Summaries,
} from "./backend.js";
export { dot, matmul } from "./dot.js";
export type { DType, TypedArray, TypedArrays } from "./dtype.js";
export { format } from "./format.js";
export { quotients } from "./quotients.js";
export { referenceBackend, type ReferenceKinds } from "./reference-backend.js";
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
export { reshape, row, rows } from "./views.js";
export {
  compileKernels,
  createWasmBackend,
  kernelsName,
  supportsKernels,
  type KernelBuild,
  type KernelModule,
  type WasmKinds,
} from "./wasm-backend.js";
