/** What `assembly/index.ts` exports. Addresses and counts are int32. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  mark(): number;
  release(mark: number): void;
  widen(): void;
  denseBytesStride(outputs: number): number;
  denseBytesScratch(inputs: number): number;
  packDenseBytes(
    rows: number,
    from: number,
    count: number,
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
  packDense(
    rows: number,
    from: number,
    count: number,
    inputs: number,
    outputs: number,
    packed: number,
  ): void;
  dense(
    x: number,
    count: number,
    stride: number,
    inputs: number,
    outputs: number,
    packed: number,
    out: number,
  ): void;
  mapBytesStride(width: number): number;
  mapBytes(images: number, count: number, width: number, table: number, out: number): void;
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
