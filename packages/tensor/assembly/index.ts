// The kernels' module: every function takes addresses in its own linear memory and counts.
import { fillPositions } from "./nonzero";

export { clip, hardSigmoid, prelu, sigmoid, silu, step } from "./activation";
export { argmax } from "./argmax";
export { blendColumns, scaleColumns, sumColumns, sumProducts } from "./columns";
export { combine } from "./combine";
export { dense, denseStride, packDense, widenDense } from "./dense";
export { denseBytes, denseBytesScratch, denseBytesStride, packDenseBytes } from "./dense-bytes";
export { mapBytes, mapBytesStride } from "./map-bytes";
export { allocate, mark, release } from "./memory";
export { fill, moveRuns } from "./moves";
export { gatherPatches, scatterPatches } from "./patches";
export { pool } from "./pool";
export { poolPairs, poolPairsGradient } from "./pool-pairs";
export {
  addTransposedProduct,
  multiplyPacked,
  packedProductBytes,
  packProduct,
} from "./products";
export { rectify, rectifyGradient } from "./rectify";
export { softmaxSums } from "./softmax-sums";

fillPositions();
