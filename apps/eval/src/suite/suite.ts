import type { Corruption } from "@evalpool/corruptions";
import type { Gate, ScoredResult } from "@evalpool/evaluate";
import type { DatasetChoice } from "../loading.js";
import type { ModelChoice } from "../model-choice.js";

/** Models and data sets by name, and which is evaluated on which. */
export interface Suite {
  /** Its file's, without directories. */
  readonly name: string;
  readonly models: ReadonlyMap<string, ModelChoice>;
  readonly data: ReadonlyMap<string, SuiteData>;
  readonly evaluations: readonly PlannedEvaluation[];
}

/** A data set, and what of it is evaluated. */
export interface SuiteData {
  readonly choice: DatasetChoice;
  readonly limit: number | undefined;
  readonly corruption: Corruption | undefined;
}

/** A model on a data set, by their names. */
export interface PlannedEvaluation {
  readonly model: string;
  readonly data: string;
  readonly gates: readonly Gate[];
}

/** What became of a suite; `--json` prints it as it is. */
export interface SuiteResult {
  readonly schemaVersion: 1;
  /** What tells it from a result of `eval`. */
  readonly kind: "suite";
  readonly suite: string;
  /** In UTC, as ISO 8601 has it. */
  readonly startedAt: string;
  readonly totalMs: number;
  readonly evaluations: readonly EvaluationOutcome[];
}

/** What became of one of its evaluations. */
export interface EvaluationOutcome {
  readonly model: string;
  readonly data: string;
  /** `held` also where there are no gates; `failed` where there is no result. */
  readonly status: "held" | "missed" | "failed";
  readonly result?: ScoredResult;
  /** Why there is no result. */
  readonly errors?: readonly string[];
  /** That this evaluation alone would have. */
  readonly exitCode: number;
}
