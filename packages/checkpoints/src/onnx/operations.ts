import {
  foldArithmetic,
  foldEqual,
  foldMax,
  foldMin,
  foldUnary,
  foldWhere,
} from "./fold/arithmetic.js";
import {
  foldConstant,
  foldConstantOfShape,
  foldRange,
  foldShape,
  foldSize,
} from "./fold/create.js";
import { foldGather, foldSlice } from "./fold/index-values.js";
import * as rearrange from "./fold/rearrange.js";
import type { Constant } from "./constant.js";
import type { NodeLowering } from "./node-lowering.js";
import * as arithmetic from "./ops/arithmetic.js";
import { lowerConv } from "./ops/conv.js";
import * as elementwise from "./ops/elementwise.js";
import { lowerBatchNorm, lowerLrn } from "./ops/norms.js";
import { lowerPad } from "./ops/pad.js";
import * as extremes from "./ops/extremes.js";
import * as parts from "./ops/parts.js";
import * as pools from "./ops/pools.js";
import { lowerGemm, lowerMatMul } from "./ops/products.js";
import * as reductions from "./ops/reductions.js";
import * as shapes from "./ops/shapes.js";
import { lowerSoftmax } from "./ops/softmax.js";
import type { Flow } from "./values.js";

/** How an operation of ONNX is read. */
interface OnnxOperation {
  /** The first opset that has it. */
  readonly since: number;
  /** Of values that are made of the input. */
  readonly lower?: (node: NodeLowering) => Flow | readonly Flow[];
  /** Of constants alone; or of shapes, which are known too. */
  readonly fold?: (node: NodeLowering) => Constant;
  /** Whether a value's shape is all that is asked of it. */
  readonly isOfShapes?: true;
}

const old = 1;
const { lowerPlain } = elementwise;

/** Every operation that is known, by the name that the standard has for it. */
export const operations: ReadonlyMap<string, OnnxOperation> = new Map<string, OnnxOperation>([
  ["Abs", { since: old, lower: elementwise.lowerAbs, fold: foldUnary(Math.abs, true) }],
  ["Add", arithmeticOf("Add")],
  ["AveragePool", { since: old, lower: pools.lowerAveragePool }],
  ["BatchNormalization", { since: old, lower: lowerBatchNorm }],
  ["Cast", { since: old, lower: elementwise.lowerCast, fold: rearrange.foldCast }],
  ["Ceil", { since: old, fold: foldUnary(Math.ceil) }],
  ["Celu", { since: 12, lower: elementwise.lowerCelu }],
  ["Clip", { since: old, lower: elementwise.lowerClip }],
  ["Concat", { since: old, lower: shapes.lowerConcat, fold: rearrange.foldConcat }],
  ["Constant", { since: old, fold: foldConstant }],
  ["ConstantOfShape", { since: 9, fold: foldConstantOfShape }],
  ["Conv", { since: old, lower: lowerConv }],
  ["Div", arithmeticOf("Div")],
  ["Dropout", { since: old, lower: elementwise.lowerDropout, fold: rearrange.foldDropout }],
  ["Elu", { since: old, lower: elementwise.lowerElu }],
  ["Equal", { since: old, fold: foldEqual }],
  ["Exp", { since: old, fold: foldUnary(Math.exp) }],
  ["Expand", { since: 8, lower: shapes.lowerExpand, fold: rearrange.foldExpand }],
  ["Flatten", { since: old, lower: shapes.lowerFlatten, fold: rearrange.foldFlatten }],
  ["Floor", { since: old, fold: foldUnary(Math.floor) }],
  ["Gather", { since: old, lower: parts.lowerGather, fold: foldGather }],
  ["Gelu", { since: 20, lower: elementwise.lowerGelu }],
  ["Gemm", { since: old, lower: lowerGemm }],
  ["GlobalAveragePool", { since: old, lower: pools.lowerGlobalAveragePool }],
  ["GlobalMaxPool", { since: old, lower: pools.lowerGlobalMaxPool }],
  ["HardSigmoid", { since: old, lower: elementwise.lowerHardSigmoid }],
  ["HardSwish", { since: 14, lower: lowerPlain("hardSwish") }],
  ["Identity", { since: old, lower: elementwise.lowerIdentity, fold: rearrange.foldIdentity }],
  ["LRN", { since: old, lower: lowerLrn }],
  ["LeakyRelu", { since: old, lower: elementwise.lowerLeakyRelu }],
  ["LogSoftmax", { since: old, lower: lowerSoftmax("logSoftmax") }],
  ["MatMul", { since: old, lower: lowerMatMul }],
  ["Max", { since: old, lower: extremes.lowerMax, fold: foldMax }],
  ["MaxPool", { since: old, lower: pools.lowerMaxPool }],
  ["Mean", { since: old, lower: arithmetic.lowerMean }],
  ["Min", { since: old, lower: extremes.lowerMin, fold: foldMin }],
  ["Mish", { since: 18, lower: elementwise.lowerMish }],
  ["Mul", arithmeticOf("Mul")],
  ["Neg", { since: old, lower: elementwise.lowerNeg, fold: foldUnary((x) => -x, true) }],
  ["PRelu", { since: old, lower: arithmetic.lowerPrelu }],
  ["Pad", { since: old, lower: lowerPad }],
  ["Pow", { since: old, lower: arithmetic.lowerPow }],
  ["Range", { since: 11, fold: foldRange }],
  ["Reciprocal", { since: old, fold: foldUnary((x) => 1 / x) }],
  ["ReduceMax", { since: old, lower: reductions.lowerReduceMax }],
  ["ReduceMean", { since: old, lower: reductions.lowerReduceMean }],
  ["ReduceSum", { since: old, lower: reductions.lowerReduceSum }],
  ["Relu", { since: old, lower: lowerPlain("relu") }],
  ["Reshape", { since: 5, lower: shapes.lowerReshape, fold: rearrange.foldReshape }],
  ["Selu", { since: old, lower: elementwise.lowerSelu }],
  ["Shape", { since: old, fold: foldShape, isOfShapes: true }],
  ["Sigmoid", { since: old, lower: lowerPlain("sigmoid") }],
  ["Sign", { since: 9, lower: elementwise.lowerSign }],
  ["Size", { since: old, fold: foldSize, isOfShapes: true }],
  ["Slice", { since: old, lower: parts.lowerSlice, fold: foldSlice }],
  ["Softmax", { since: old, lower: lowerSoftmax("softmax") }],
  ["Softplus", { since: old, lower: lowerPlain("softplus") }],
  ["Softsign", { since: old, lower: lowerPlain("softsign") }],
  ["Split", { since: 2, lower: parts.lowerSplit }],
  ["Sqrt", { since: old, fold: foldUnary(Math.sqrt) }],
  ["Squeeze", { since: old, lower: shapes.lowerSqueeze, fold: rearrange.foldSqueeze }],
  ["Sub", arithmeticOf("Sub")],
  ["Sum", { since: old, lower: arithmetic.lowerSum }],
  ["Swish", { since: 24, lower: elementwise.lowerSwish }],
  ["Tanh", { since: old, lower: lowerPlain("tanh") }],
  ["Tile", { since: 6, lower: shapes.lowerTile }],
  ["Transpose", { since: old, lower: shapes.lowerTranspose, fold: rearrange.foldTranspose }],
  ["Unsqueeze", { since: old, lower: shapes.lowerUnsqueeze, fold: rearrange.foldUnsqueeze }],
  ["Where", { since: 9, fold: foldWhere }],
]);

function arithmeticOf(op: arithmetic.Arithmetic): OnnxOperation {
  return { since: old, lower: arithmetic.lowerArithmetic(op), fold: foldArithmetic(op) };
}
