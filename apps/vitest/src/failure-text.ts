import { printable } from "@evalpool/errors";
import type { EvaluationResult } from "@evalpool/eval";
import { gateText, type GateOutcome } from "@evalpool/evaluate";
import { nameClasses, worstConfusions } from "@evalpool/metrics";

/** Confusions that are told. */
const MOST_TOLD = 5;

/** Why a model is not good enough: each figure with its bound, those that are missed first. */
export function failureText(
  { model, dataset, total, confusionMatrix }: EvaluationResult,
  outcomes: readonly GateOutcome[],
): string {
  const names = nameClasses(confusionMatrix.length, dataset.classNames);
  const confusions = worstConfusions(confusionMatrix, MOST_TOLD).map(
    ({ label, prediction, images }) => `${names[label]} read as ${names[prediction]}: ${images}`,
  );
  const [missed, held] = [false, true].map((isHeld) =>
    outcomes.filter((outcome) => outcome.held === isHeld).map(gateText),
  );
  const images = total === dataset.images ? `${total}` : `the first ${total} of ${dataset.images}`;
  return [
    `expected ${model.id} to evaluate well on ${images} images of ${dataset.name} ${dataset.split}`,
    "",
    ...(missed ?? []).map((text) => `  missed  ${text}`),
    ...(held ?? []).map((text) => `  held    ${text}`),
    ...(confusions.length > 0 ? ["", `most often ${confusions.join(", ")}`] : []),
  ]
    .map(printable)
    .join("\n");
}
