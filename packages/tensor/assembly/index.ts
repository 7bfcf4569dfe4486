// The kernels' module: every function takes addresses in its own linear memory and counts.
import { fillPositions } from "./nonzero";

export { clip, hardSigmoid, prelu, sigmoid, silu, step } from "./activation";
export { argmax } from "./argmax";
export { blendColumns, scaleColumns, sumColumns, sumProducts } from "./columns";
export { combine } from "./combine";
export { convBytes, convBytesPacked, convBytesScratch, packConvBytes } from "./conv-bytes";
export { convDepthwise, convDepthwisePacked, packConvDepthwise } from "./conv-depthwise";
export { convPlanBytes, planConv } from "./conv-plan";
export { convProduct, convProductPacked, packConvProduct } from "./conv-product";
export { convTableBytes, tableConv } from "./conv-table";
export { convWinograd } from "./conv-winograd";
export { winogradScratch } from "./conv-winograd-scratch";
export { packWinograd, winogradPacked } from "./conv-winograd-weights";
export { dense, denseStride, packDense } from "./dense";
export { denseBytes, denseBytesScratch, denseBytesStride, packDenseBytes } from "./dense-bytes";
export { denseSparse, denseSparseScratch } from "./dense-sparse";
export { mapBytes } from "./map-bytes";
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
export { widen } from "./wide";

fillPositions();
