import type { Backend, ByteInput, DenseWeights, Rows, Summaries } from "./backend.js";
import { relaxed, simd } from "./kernels.generated.js";
import { softmaxRow } from "./reference-backend.js";

/** The kernels' two builds: relaxed SIMD rounds a product and its sum once, plain SIMD twice. */
export type KernelBuild = "simd" | "relaxed";

/** A compiled build of the kernels, which worker threads can be handed. */
export interface KernelModule {
  readonly build: KernelBuild;
  /** Whether kernels are used that suit an engine that makes 256-bit operations of 128-bit ones. */
  readonly wide: boolean;
  readonly module: WebAssembly.Module;
}

/** Compiles the given build, else the best one that this engine knows. */
export function compileKernels(build: KernelBuild = bestBuild(), wide = false): KernelModule {
  return { build, wide, module: new WebAssembly.Module(decode(build)) };
}

/** As results tell it: "wasm-relaxed", or "wasm-relaxed-wide". */
export function kernelsName({ build, wide }: KernelModule): string {
  return `wasm-${build}${wide ? "-wide" : ""}`;
}

/** Whether this engine can run that build. */
export function supportsKernels(build: KernelBuild): boolean {
  return WebAssembly.validate(decode(build));
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

/** What `assembly/index.ts` exports. Addresses and counts are int32. */
interface Kernels {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  widenDense(): void;
  denseBytesStride(outputs: number): number;
  denseBytesSize(inputs: number, outputs: number): number;
  denseBytesScratch(inputs: number): number;
  packDenseBytes(
    weights: number,
    bias: number,
    inputs: number,
    outputs: number,
    packed: number,
    divisor: number,
  ): void;
  denseBytes(
    images: number,
    count: number,
    inputs: number,
    outputs: number,
    packed: number,
    out: number,
    scratch: number,
  ): void;
  denseStride(outputs: number): number;
  denseSize(inputs: number, outputs: number): number;
  packDense(weights: number, bias: number, inputs: number, outputs: number, packed: number): void;
  dense(
    x: number,
    count: number,
    stride: number,
    inputs: number,
    outputs: number,
    packed: number,
    out: number,
  ): void;
  sigmoid(x: number, length: number): void;
  relu(x: number, length: number): void;
  step(x: number, length: number): void;
  argmax(x: number, count: number, stride: number, width: number, out: number): void;
  softmaxSums(
    x: number,
    count: number,
    stride: number,
    width: number,
    indices: number,
    out: number,
  ): void;
}

/**
 * The WebAssembly SIMD kernels, in a linear memory of their own: one backend for each thread, so
 * that threads share nothing.
 */
export function createWasmBackend(kernelModule: KernelModule = compileKernels()): Backend {
  const kernels = new WebAssembly.Instance(kernelModule.module).exports as unknown as Kernels;
  if (kernelModule.wide) kernels.widenDense();
  return new WasmBackend(kernelsName(kernelModule), kernels);
}

class WasmBackend implements Backend {
  readonly name: string;
  readonly #kernels: Kernels;
  /** Made anew when they are too short or their memory has moved: then they are empty. */
  #summaries: Summaries = { predictions: new Uint32Array(), sums: new Float32Array() };

  constructor(name: string, kernels: Kernels) {
    this.name = name;
    this.#kernels = kernels;
  }

  createInput(length: number): WasmInput {
    // The kernels read whole vectors, up to 15 bytes past the end.
    const address = this.#kernels.allocate(length + 16);
    return new WasmInput(this.#kernels.memory, address, length);
  }

  denseBytes(layer: DenseWeights, divisor: number, batchSize: number) {
    const kernels = this.#kernels;
    const outputs = layer.bias.length;
    const inputs = layer.weight.length / outputs;
    const packed = kernels.allocate(kernels.denseBytesSize(inputs, outputs));
    const [weights, bias] = [this.#write(layer.weight), this.#write(layer.bias)];
    kernels.packDenseBytes(weights, bias, inputs, outputs, packed, divisor);
    const scratch = kernels.allocate(kernels.denseBytesScratch(inputs));
    const out = this.#rows(batchSize, kernels.denseBytesStride(outputs));
    return (x: ByteInput, first: number, count: number): WasmRows => {
      const examples = (x as WasmInput).address + first * inputs;
      kernels.denseBytes(examples, count, inputs, outputs, packed, out.address, scratch);
      return out;
    };
  }

  dense(layer: DenseWeights, batchSize: number) {
    const kernels = this.#kernels;
    const outputs = layer.bias.length;
    const inputs = layer.weight.length / outputs;
    const packed = kernels.allocate(kernels.denseSize(inputs, outputs));
    const [weights, bias] = [this.#write(layer.weight), this.#write(layer.bias)];
    kernels.packDense(weights, bias, inputs, outputs, packed);
    const out = this.#rows(batchSize, kernels.denseStride(outputs));
    return (x: Rows, count: number): WasmRows => {
      const { address, stride } = x as WasmRows;
      kernels.dense(address, count, stride, inputs, outputs, packed, out.address);
      return out;
    };
  }

  activate(activation: Parameters<Backend["activate"]>[0], x: WasmRows, n: number, width: number) {
    if (activation === "identity") return;
    if (activation === "softmax") {
      const { data, stride } = x;
      for (let row = 0; row < n; row++)
        softmaxRow(data.subarray(row * stride, row * stride + width));
      return;
    }
    // The columns that pad a row are computed along; nothing reads them.
    this.#kernels[activation](x.address, n * x.stride);
  }

  summarize(x: WasmRows, count: number, width: number): Summaries {
    const kernels = this.#kernels;
    if (this.#summaries.predictions.length < count) {
      const [predictions, sums] = [kernels.allocate(count * 4), kernels.allocate(count * 8)];
      const { buffer } = kernels.memory;
      this.#summaries = {
        predictions: new Uint32Array(buffer, predictions, count),
        sums: new Float32Array(buffer, sums, 2 * count),
      };
    }
    const { predictions, sums } = this.#summaries;
    kernels.argmax(x.address, count, x.stride, width, predictions.byteOffset);
    kernels.softmaxSums(x.address, count, x.stride, width, predictions.byteOffset, sums.byteOffset);
    return this.#summaries;
  }

  #rows(count: number, stride: number): WasmRows {
    const address = this.#kernels.allocate(count * stride * 4);
    return new WasmRows(this.#kernels.memory, address, count * stride, stride);
  }

  /** Puts values into the kernels' memory. */
  #write(values: Float32Array): number {
    const address = this.#kernels.allocate(values.byteLength);
    new Float32Array(this.#kernels.memory.buffer, address, values.length).set(values);
    return address;
  }
}

class WasmRows implements Rows {
  #data = new Float32Array();

  constructor(
    readonly memory: WebAssembly.Memory,
    readonly address: number,
    readonly length: number,
    readonly stride: number,
  ) {}

  /** Made anew when the memory has moved: then the old one is empty. */
  get data(): Float32Array {
    if (this.#data.length !== this.length) {
      this.#data = new Float32Array(this.memory.buffer, this.address, this.length);
    }
    return this.#data;
  }
}

class WasmInput implements ByteInput {
  constructor(
    readonly memory: WebAssembly.Memory,
    readonly address: number,
    readonly length: number,
  ) {}

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.address, this.length);
  }
}
