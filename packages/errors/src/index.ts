export { check, type Checked, type Finding } from "./check.js";
export {
  DamagedError,
  DataError,
  DownloadError,
  NotFoundError,
  type MirrorFailure,
} from "./data-error.js";
export { EvalpoolError, type ErrorKind } from "./evalpool-error.js";
export {
  abortSignal,
  callback,
  flag,
  instanceOf,
  isObject,
  objectWith,
  oneOf,
  text,
  wholeNumber,
  type Expectation,
  type Expectations,
} from "./expectation.js";
export { leaveOutside } from "./leave-outside.js";
export { listOf } from "./list-of.js";
export { CheckpointError, listProblems, SpecError, UnsupportedError } from "./model-error.js";
export { didYouMean, nearest } from "./nearest.js";
export { fromPlain, toPlain, type PlainError } from "./plain-error.js";
export { escapeControls, printable, shorten } from "./printable.js";
export { optionProblem, requireArgument, requireOptions, tellValue } from "./require-options.js";
export { required } from "./required.js";
export { formatShape, formatShapes, ShapeError } from "./shape-error.js";
export { DivergenceError, UsageError } from "./usage-error.js";
export { ShardError, WorkerError } from "./worker-error.js";
