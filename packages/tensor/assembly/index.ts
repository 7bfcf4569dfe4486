// The kernels' module: every function takes addresses in its own linear memory and counts.
import { fillPositions } from "./nonzero";

export { relu, sigmoid, step } from "./activation";
export { argmax } from "./argmax";
export { dense, denseSize, denseStride, packDense, widenDense } from "./dense";
export { denseBytes, denseBytesScratch, denseBytesSize, denseBytesStride, packDenseBytes } from "./dense-bytes";
export { allocate } from "./memory";
export { softmaxSums } from "./softmax-sums";

fillPositions();
