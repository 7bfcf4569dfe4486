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
  mapBytes(bytes: number, length: number, table: number, out: number, step: number): void;
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
    outPixel: number,
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
    outPixel: number,
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
    outPixel: number,
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
  packedProductBytes(inner: number, columns: number, wide: number): number;
  packProduct(
    b: number,
    bias: number,
    inner: number,
    columns: number,
    packed: number,
    wide: number,
  ): void;
  multiplyPacked(
    a: number,
    aStride: number,
    rows: number,
    packed: number,
    inner: number,
    columns: number,
    c: number,
    cStride: number,
    wide: number,
  ): void;
  addTransposedProduct(
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    rows: number,
    inner: number,
    columns: number,
    c: number,
    wide: number,
  ): void;
  gatherPatches(geometry: number, x: number, first: number, count: number, rows: number): void;
  scatterPatches(geometry: number, rows: number, first: number, count: number, x: number): void;
  sumColumns(x: number, rows: number, columns: number, sums: number): void;
  sumProducts(
    a: number,
    aMeans: number,
    b: number,
    bMeans: number,
    rows: number,
    columns: number,
    sums: number,
  ): void;
  scaleColumns(
    x: number,
    factors: number,
    offsets: number,
    rows: number,
    columns: number,
    y: number,
  ): void;
  blendColumns(
    a: number,
    aFactors: number,
    b: number,
    bFactors: number,
    offsets: number,
    rows: number,
    columns: number,
    out: number,
  ): void;
  rectify(x: number, length: number, y: number): void;
  rectifyGradient(dy: number, y: number, length: number, dx: number): void;
  poolPairs(
    x: number,
    count: number,
    height: number,
    width: number,
    channels: number,
    y: number,
  ): void;
  poolPairsGradient(
    dy: number,
    x: number,
    y: number,
    count: number,
    height: number,
    width: number,
    channels: number,
    dx: number,
  ): void;
}
