import { matrixFigures } from "@evalpool/metrics";
import type { GateOutcome, ScoredResult } from "@evalpool/evaluate";
import type { EvaluationOutcome, SuiteResult } from "../suite.js";

/** A result of which 3 of 4 images are read right. */
function someResult(gates?: readonly GateOutcome[]): ScoredResult {
  const confusionMatrix = [
    [2, 0],
    [1, 1],
  ];
  return {
    schemaVersion: 1,
    model: { id: "m", runtime: { name: "predictions" } },
    dataset: { name: "d", split: "test", images: 4, sha256: "", labelsSha256: "" },
    ...matrixFigures(confusionMatrix),
    confusionMatrix,
    ...(gates && { gates }),
    throughput: { imagesPerSecond: 600 },
    timings: {
      startedAt: "2026-01-02T03:04:05.678Z",
      loadMs: 5,
      poolStartMs: 4,
      evaluateMs: 10,
      totalMs: 1234,
    },
    config: { threads: 1, batchSize: 6, backend: "reference", shards: 1 },
    environment: { node: "", platform: "", arch: "", cpu: "", evalpool: "", v8Flags: [] },
  };
}

const held: GateOutcome = { expression: "accuracy >= 0.7", value: 0.75, held: true };
const missed: GateOutcome = { expression: 'recall["a|b"] >= 0.9', value: 0.5, held: false };

/** One evaluation that held, one that missed a gate, and one that failed, of such names. */
export function someSuite(name = "mlp", message = "not there"): SuiteResult {
  const outcome = { model: name, data: "test" };
  const evaluations: EvaluationOutcome[] = [
    { ...outcome, status: "held", exitCode: 0, result: someResult() },
    { ...outcome, status: "missed", exitCode: 1, result: someResult([held, missed]) },
    { ...outcome, status: "failed", exitCode: 3, errors: [message] },
  ];
  return {
    schemaVersion: 1,
    kind: "suite",
    suite: "suite.json",
    startedAt: "2026-01-02T03:04:05.678Z",
    totalMs: 2500,
    evaluations,
  };
}
