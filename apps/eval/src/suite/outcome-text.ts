import { gateText } from "@evalpool/evaluate";
import { formatCount } from "../terminal/numbers.js";
import type { EvaluationOutcome, SuiteResult } from "./suite.js";

/** What an evaluation goes by. */
export function titleOf({ model, data }: Pick<EvaluationOutcome, "model" | "data">): string {
  return `${model} on ${data}`;
}

/** What became of its gates, in a word or two. */
export function verdictOf({ status, result }: EvaluationOutcome): string {
  if (status === "failed") return "failed";
  const gates = result?.gates ?? [];
  if (gates.length === 0) return "none";
  const missed = gates.filter(({ held }) => !held).length;
  return missed === 0 ? `${gates.length} held` : `${missed} of ${gates.length} missed`;
}

/** Each gate that was missed, or why it failed: nothing where all is well. */
export function troublesOf({ result, errors = [] }: EvaluationOutcome): string[] {
  const missed = result?.gates?.filter(({ held }) => !held) ?? [];
  return [...missed.map((gate) => `gate missed: ${gateText(gate)}`), ...errors];
}

/** "3 evaluations: 1 held, 1 missed a gate, 1 failed" */
export function countOutcomes({ evaluations }: SuiteResult): string {
  const count = (status: EvaluationOutcome["status"]): number =>
    evaluations.filter((outcome) => outcome.status === status).length;
  const [met, missed, failed] = [count("held"), count("missed"), count("failed")];
  // Without gates there is nothing that could have held.
  const held = evaluations.filter(
    ({ status, result }) => status === "held" && (result?.gates ?? []).length > 0,
  ).length;
  const counts = [
    ...(met > held ? [`${met - held} without gates`] : []),
    ...(held > 0 ? [`${held} held`] : []),
    ...(missed > 0 ? [`${missed} missed a gate`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${formatCount(evaluations.length, "evaluation")}: ${counts.join(", ")}`;
}
