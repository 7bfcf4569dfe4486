import type { ByteInput, Rows } from "../backend/memory.js";
import { memoryError } from "../kernel-limits.js";

/** As much of a `WebAssembly.Memory` as is used: its type is a browser's, and Node.js has none. */
interface LinearMemory {
  readonly buffer: ArrayBuffer;
}

/** What `assembly/memory.ts` exports. */
interface Allocator {
  readonly memory: LinearMemory;
  allocate(bytes: number): number;
  mark(): number;
  release(mark: number): void;
}

/** The kernels' linear memory. An address comes as int32 and is unsigned. */
export class WasmMemory {
  readonly #allocator: Allocator;

  constructor(allocator: Allocator) {
    this.#allocator = allocator;
  }

  /** Address of a block of zeros. @throws {EvalpoolError} when there is no room */
  allocate(bytes: number): number {
    const address = this.#allocator.allocate(bytes) >>> 0;
    if (address === 0) throw memoryError(bytes);
    return address;
  }

  /** Address of a block that holds these values. @throws {EvalpoolError} when there is no room */
  write(values: Uint8Array | Float32Array | Int32Array): number {
    const address = this.allocate(values.byteLength);
    this.copy(values, address);
    return address;
  }

  copy(values: Uint8Array | Float32Array | Int32Array, address: number): void {
    const { buffer, byteOffset, byteLength } = values;
    this.bytes(address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
  }

  /** Valid until the next allocation. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#allocator.memory.buffer, address, length);
  }

  /** A copy that threads can be handed as it is. */
  shareable(address: number, length: number): Uint8Array {
    const copy = shareable(length);
    copy.set(this.bytes(address, length));
    return copy;
  }

  rows(address: number, count: number, stride: number): WasmRows {
    return new WasmRows(this.#allocator.memory, address, count, stride);
  }

  /** @throws {EvalpoolError} when there is no room */
  input(length: number): WasmInput {
    // The kernels read whole vectors, up to 15 bytes past the end.
    return new WasmInput(this.#allocator.memory, this.allocate(length + 16), length);
  }

  /** Gives back what is allocated meanwhile. */
  borrow<T>(use: () => T): T {
    const mark = this.#allocator.mark();
    try {
      return use();
    } finally {
      this.#allocator.release(mark);
    }
  }
}

/** Bytes that threads can be handed as they are, where the engine lets memory be shared. */
export function shareable(length: number): Uint8Array {
  if (typeof SharedArrayBuffer === "undefined") return new Uint8Array(length);
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** A part of linear memory. */
export class WasmBlock {
  constructor(
    readonly address: number,
    readonly bytes: number,
  ) {}
}

export class WasmRows implements Rows {
  #data = new Float32Array();

  constructor(
    readonly memory: LinearMemory,
    readonly address: number,
    readonly count: number,
    readonly stride: number,
  ) {}

  /** Made anew when the memory has moved: then the old one is empty. */
  get data(): Float32Array {
    const length = this.count * this.stride;
    if (this.#data.length !== length) {
      this.#data = new Float32Array(this.memory.buffer, this.address, length);
    }
    return this.#data;
  }
}

export class WasmInput implements ByteInput {
  constructor(
    readonly memory: LinearMemory,
    readonly address: number,
    readonly length: number,
  ) {}

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer, this.address, this.length);
  }
}
