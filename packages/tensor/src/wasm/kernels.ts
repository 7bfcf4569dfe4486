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
  denseSparseScratch(): number;
  denseSparse(
    x: number,
    count: number,
    stride: number,
    inputs: number,
    outputs: number,
    packed: number,
    out: number,
    scratch: number,
  ): void;
  mapBytesStride(width: number): number;
  mapBytes(images: number, count: number, width: number, table: number, out: number): void;
  sigmoid(x: number, length: number): void;
  silu(x: number, length: number): void;
  step(x: number, length: number): void;
  clip(x: number, length: number, lower: number, upper: number): void;
  hardSigmoid(x: number, length: number, alpha: number, beta: number, isSwish: number): void;
  prelu(
    x: number,
    stride: number,
    count: number,
    width: number,
    slopes: number,
    period: number,
  ): void;
  combine(
    isProduct: number,
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    count: number,
    width: number,
    period: number,
    out: number,
    outStride: number,
    lower: number,
    upper: number,
  ): void;
  fill(out: number, length: number, value: number): void;
  moveRuns(
    x: number,
    stride: number,
    count: number,
    runs: number,
    runCount: number,
    out: number,
    outStride: number,
  ): void;
  pool(
    mean: number,
    x: number,
    count: number,
    stride: number,
    height: number,
    width: number,
    vectors: number,
    outHeight: number,
    outWidth: number,
    kernelHeight: number,
    kernelWidth: number,
    strideHeight: number,
    strideWidth: number,
    top: number,
    left: number,
    bottom: number,
    right: number,
    dilationHeight: number,
    dilationWidth: number,
    out: number,
    outStride: number,
  ): void;
  winogradPacked(filters: number, channels: number): number;
  packWinograd(weight: number, filters: number, channels: number, packed: number): void;
  winogradScratch(channels: number, width: number, filters: number): number;
  convWinograd(
    x: number,
    count: number,
    stride: number,
    channels: number,
    height: number,
    width: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    filters: number,
    packed: number,
    bias: number,
    out: number,
    outStride: number,
    scratch: number,
    lower: number,
    upper: number,
    isPooled: number,
  ): void;
  convPlanBytes(filters: number): number;
  planConv(
    plan: number,
    channels: number,
    height: number,
    width: number,
    filters: number,
    groups: number,
    kernelHeight: number,
    kernelWidth: number,
    strideHeight: number,
    strideWidth: number,
    dilationHeight: number,
    dilationWidth: number,
    top: number,
    left: number,
    outHeight: number,
    outWidth: number,
    lower: number,
    upper: number,
  ): void;
  convTableBytes(plan: number): number;
  tableConv(table: number, plan: number, xStride: number, outStride: number): void;
  convProductPacked(
    channels: number,
    filters: number,
    groups: number,
    kernelHeight: number,
    kernelWidth: number,
  ): number;
  packConvProduct(
    weight: number,
    bias: number,
    channels: number,
    filters: number,
    groups: number,
    kernelHeight: number,
    kernelWidth: number,
    packed: number,
  ): void;
  convProduct(table: number, x: number, count: number, packed: number, out: number): void;
  convDepthwisePacked(channels: number, kernelHeight: number, kernelWidth: number): number;
  packConvDepthwise(
    weight: number,
    bias: number,
    channels: number,
    kernelHeight: number,
    kernelWidth: number,
    packed: number,
  ): void;
  convDepthwise(table: number, x: number, count: number, packed: number, out: number): void;
  convBytesPacked(
    filters: number,
    kernelHeight: number,
    kernelWidth: number,
    dilationWidth: number,
  ): number;
  packConvBytes(
    weight: number,
    bias: number,
    filters: number,
    kernelHeight: number,
    kernelWidth: number,
    dilationWidth: number,
    packed: number,
    divisor: number,
  ): void;
  convBytesScratch(plan: number): number;
  convBytes(
    plan: number,
    images: number,
    count: number,
    packed: number,
    out: number,
    outStride: number,
    scratch: number,
    isPooled: number,
  ): void;
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
