export type { ReliabilityBin } from "./calibration.js";
export type { Averages, ClassFigures, Scores } from "./class-figures.js";
export { worstConfusions, type Confusion } from "./confusion-matrix.js";
export type { ExactSum } from "./exact-sum.js";
export {
  computeFigures,
  matrixFigures,
  type Figures,
  type MatrixFigures,
  type ProbabilityFigures,
} from "./figures.js";
export { matrixProblem } from "./matrix-problem.js";
export { mcNemarTest, type McNemarTest } from "./mcnemar.js";
export { nameClasses, type Naming } from "./name-classes.js";
export { parseTally } from "./parse-tally.js";
export {
  robustnessFigures,
  type CorruptionFigures,
  type RobustnessCounts,
  type RobustnessFigures,
  type Share,
} from "./robustness-figures.js";
export {
  correct,
  createTally,
  mergeTallies,
  total,
  type ConfidenceBin,
  type Tally,
} from "./tally.js";
export { MOST_SURPRISE, updateTally, type Outputs, type Rows } from "./update-tally.js";
export type { Interval } from "./wilson-interval.js";
