import type { Activation, Backend, DenseWeights, PackedDense, Summaries } from "./backend.js";
import {
  inputsOf,
  packedSize,
  requireLayout,
  requireMemory,
  requireRoom,
  requireStride,
  requireTable,
} from "./kernel-limits.js";
import { relaxed, simd } from "./kernels.generated.js";
import type { Kernels } from "./kernels.js";
import { softmaxRows } from "./reference-backend.js";
import { WasmBlock, WasmMemory, type WasmInput, type WasmRows } from "./wasm-memory.js";

/** The kernels' two builds: relaxed SIMD rounds a product and its sum once, plain SIMD twice. */
export type KernelBuild = "simd" | "relaxed";

/** A compiled build of the kernels, which worker threads can be handed. */
export interface KernelModule {
  readonly build: KernelBuild;
  /** Whether kernels are used that suit an engine that makes 256-bit operations of 128-bit ones. */
  readonly wide: boolean;
  /** A `WebAssembly.Module`; that type is a browser's, which Node.js alone has none of. */
  readonly module: object;
}

/** Compiles the given build, else the best one that this engine knows. */
export function compileKernels(build: KernelBuild = bestBuild(), wide = false): KernelModule {
  return { build, wide, module: new WebAssembly.Module(decode(build)) };
}

/** As results tell it: "wasm-relaxed", or "wasm-relaxed-wide". */
export function kernelsName({ build, wide }: KernelModule): string {
  return `wasm-${build}${wide ? "-wide" : ""}`;
}

/** Whether this engine can run that build. Not all have WebAssembly: `node --jitless` has none. */
export function supportsKernels(build: KernelBuild): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(decode(build));
}

function bestBuild(): KernelBuild {
  return supportsKernels("relaxed") ? "relaxed" : "simd";
}

const modules = new Map<KernelBuild, Uint8Array<ArrayBuffer>>();

/** The bytes of a build's module. */
function decode(build: KernelBuild): Uint8Array<ArrayBuffer> {
  const decoded = modules.get(build);
  if (decoded !== undefined) return decoded;
  const binary = atob({ simd, relaxed }[build]);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  modules.set(build, bytes);
  return bytes;
}

/**
 * The WebAssembly SIMD kernels, in a linear memory of their own: one backend for each thread, so
 * that threads share nothing.
 */
export function createWasmBackend(
  kernelModule: KernelModule = compileKernels(),
): Backend<WasmKinds> {
  const kernels = new WebAssembly.Instance(kernelModule.module).exports as unknown as Kernels;
  if (kernelModule.wide) kernels.widen();
  return new WasmBackend(kernelModule, kernels);
}

/** The memory of kernels. */
export interface WasmKinds {
  readonly block: WasmBlock;
  readonly rows: WasmRows;
  readonly input: WasmInput;
}

class WasmBackend implements Backend<WasmKinds> {
  readonly name: string;
  readonly #kernels: Kernels;
  readonly #memory: WasmMemory;
  /** How `assembly/dense.ts` lays out its panels. */
  readonly #layout: string;
  /** Made anew when they are too short or their memory has moved: then they are empty. */
  #summaries: Summaries = { predictions: new Uint32Array(), sums: new Float32Array() };

  constructor(kernelModule: KernelModule, kernels: Kernels) {
    this.name = kernelsName(kernelModule);
    this.#kernels = kernels;
    this.#memory = new WasmMemory(kernels);
    this.#layout = kernelModule.wide ? "panels-16" : "panels-8";
  }

  createInput(length: number): WasmInput {
    return this.#memory.input(length);
  }

  allocate(bytes: number): WasmBlock {
    return new WasmBlock(this.#memory.allocate(bytes), bytes);
  }

  rows(block: WasmBlock, offset: number, stride: number, count: number): WasmRows {
    requireRoom("bytes", offset + 4 * stride * count, block.bytes);
    return this.#memory.rows(block.address + offset, count, stride);
  }

  packDenseBytes(layer: DenseWeights, divisor: number): PackedDense {
    const outputs = layer.bias.length;
    const inputs = inputsOf(layer);
    const stride = this.#bytesStride(outputs);
    const bytes = this.#pack(layer, packedSize(inputs, stride), (rows, from, count, packed) => {
      const by = from === 0 ? 1 : divisor; // The first is the bias.
      this.#kernels.packDenseBytes(rows, from, count, inputs, outputs, packed, by);
    });
    return { layout: "bytes", inputs, outputs, divisor, bytes, stride };
  }

  denseBytes(layer: PackedDense, x: WasmInput, out: WasmRows) {
    const kernels = this.#kernels;
    const { inputs, outputs } = layer;
    const stride = this.#bytesStride(outputs);
    requireLayout(layer, "bytes", packedSize(inputs, stride));
    requireStride(out, stride);
    const packed = this.#memory.write(layer.bytes);
    const scratch = this.#memory.allocate(kernels.denseBytesScratch(inputs));
    return (first: number, count: number): void => {
      const examples = examplesOf(x, first, count, inputs);
      requireRoom("rows", count, out.count);
      kernels.denseBytes(examples, count, inputs, outputs, packed, out.address, scratch);
    };
  }

  packDense(layer: DenseWeights): PackedDense {
    const outputs = layer.bias.length;
    const inputs = inputsOf(layer);
    const stride = this.#stride(outputs);
    const bytes = this.#pack(layer, packedSize(inputs, stride), (rows, from, count, packed) => {
      this.#kernels.packDense(rows, from, count, inputs, outputs, packed);
    });
    return { layout: this.#layout, inputs, outputs, divisor: 1, bytes, stride };
  }

  dense(layer: PackedDense, x: WasmRows, out: WasmRows) {
    const kernels = this.#kernels;
    const { inputs, outputs } = layer;
    const stride = this.#stride(outputs);
    requireLayout(layer, this.#layout, packedSize(inputs, stride));
    requireStride(out, stride);
    const packed = this.#memory.write(layer.bytes);
    return (count: number): void => {
      requireRows(x, count, inputs);
      requireRoom("rows", count, out.count);
      kernels.dense(x.address, count, x.stride, inputs, outputs, packed, out.address);
    };
  }

  mapBytesStride(width: number): number {
    requireMemory(4 * width);
    return this.#kernels.mapBytesStride(width);
  }

  mapBytes(values: Float32Array, width: number, x: WasmInput, out: WasmRows) {
    const kernels = this.#kernels;
    requireTable(values);
    requireStride(out, this.mapBytesStride(width));
    const table = this.#memory.write(values);
    return (first: number, count: number): void => {
      const examples = examplesOf(x, first, count, width);
      requireRoom("rows", count, out.count);
      kernels.mapBytes(examples, count, width, table, out.address);
    };
  }

  activate(activation: Activation, x: WasmRows, count: number, width: number, group = width) {
    requireRows(x, count, width);
    const { address, stride } = x;
    if (activation === "identity") return;
    if (activation === "softmax") softmaxRows(x, count, width, group);
    // The columns that pad a row are computed along; nothing reads them.
    else this.#kernels[activation](address, count * stride);
  }

  summarize(x: WasmRows, count: number, width: number): Summaries {
    const kernels = this.#kernels;
    requireRows(x, count, width);
    const { address, stride } = x;
    if (this.#summaries.predictions.length < count) {
      const predictions = this.#memory.allocate(count * 4);
      const sums = this.#memory.allocate(count * 8);
      const { buffer } = kernels.memory;
      this.#summaries = {
        predictions: new Uint32Array(buffer, predictions, count),
        sums: new Float32Array(buffer, sums, 2 * count),
      };
    }
    const { predictions, sums } = this.#summaries;
    kernels.argmax(address, count, stride, width, predictions.byteOffset);
    kernels.softmaxSums(address, count, stride, width, predictions.byteOffset, sums.byteOffset);
    return this.#summaries;
  }

  #bytesStride(outputs: number): number {
    requireMemory(4 * outputs);
    return this.#kernels.denseBytesStride(outputs);
  }

  #stride(outputs: number): number {
    requireMemory(4 * outputs);
    return this.#kernels.denseStride(outputs);
  }

  /** Hands a layer's rows, of which the first is its bias, to the kernel that packs them. */
  #pack({ weight, bias }: DenseWeights, size: number, pack: PackRows): Uint8Array {
    const memory = this.#memory;
    const outputs = bias.length;
    return memory.borrow(() => {
      const packed = memory.allocate(size);
      // A few rows at a time, so that there is not a second copy of them all.
      const count = Math.max(1, Math.floor(STAGED_FLOATS / outputs));
      const staged = memory.allocate(count * outputs * 4);
      memory.copy(bias, staged);
      pack(staged, 0, 1, packed);
      for (let from = 0; from * outputs < weight.length; from += count) {
        const rows = weight.subarray(from * outputs, (from + count) * outputs);
        memory.copy(rows, staged);
        pack(staged, 1 + from, rows.length / outputs, packed);
      }
      return shareable(memory.bytes(packed, size));
    });
  }
}

/** A copy that threads can be handed as it is, where the engine lets memory be shared. */
function shareable(bytes: Uint8Array): Uint8Array {
  if (typeof SharedArrayBuffer === "undefined") return bytes.slice();
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** Packs `count` rows that lie at an address, the first of which is the `from`-th of the layer. */
type PackRows = (rows: number, from: number, count: number, packed: number) => void;

/** Weights that are in memory beside the layer while it is packed: 256 KiB. */
const STAGED_FLOATS = 65_536;

/** Where examples begin. @throws {RangeError} when there are fewer */
function examplesOf(x: WasmInput, first: number, count: number, width: number): number {
  requireRoom("examples", first + count, Math.floor(x.length / width));
  return x.address + first * width;
}

/** @throws {RangeError} when there are fewer rows, or narrower ones */
function requireRows(x: WasmRows, count: number, width: number): void {
  requireRoom("columns", width, x.stride);
  requireRoom("rows", count, x.count);
}
