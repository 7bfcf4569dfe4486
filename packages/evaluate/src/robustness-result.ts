import type { Severity } from "@evalpool/corruptions";
import type { RobustnessFigures } from "@evalpool/metrics";
import type { EvaluationResult } from "./result.js";

/** What `evalpool robustness` found and how it was made; `--json` prints it as it is. */
export interface RobustnessResult
  extends
    RobustnessFigures,
    Pick<EvaluationResult, "model" | "dataset" | "config" | "environment"> {
  readonly schemaVersion: 1;
  /** What tells it from a result of `eval`. */
  readonly kind: "robustness";
  /** Of the corruptions' random numbers. */
  readonly seed: number;
  /** Which ones, in order: each list by severity is of these. */
  readonly severities: readonly Severity[];
  /** What the corruption errors are held against. */
  readonly baseline?: Pick<RobustnessFigures, "clean" | "meanError"> & {
    readonly model: Pick<EvaluationResult["model"], "id" | "digest">;
    /** The result that it was read from; absent where it was evaluated too. */
    readonly file?: string;
    readonly corruptions: readonly {
      readonly name: string;
      readonly correct: readonly number[];
    }[];
  };
  /** Milliseconds, as of an evaluation; `evaluateMs` is of all of them together. */
  readonly timings: EvaluationResult["timings"];
  readonly throughput: EvaluationResult["throughput"];
}
