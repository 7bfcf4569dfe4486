import { instanceOf, requireArgument, UsageError, wholeNumber } from "@evalpool/errors";

/**
 * Labels `[N]` as rows `[N, classes]` that are 1 at the label and 0 elsewhere.
 *
 * @throws {UsageError} on a label that is no class, or what are no labels
 */
export function oneHot(
  labels: Uint8Array,
  classes: number,
): { data: Float32Array; shape: [number, number] } {
  requireArgument("oneHot: labels", instanceOf("a Uint8Array", Uint8Array), labels);
  requireArgument("oneHot: classes", wholeNumber(1), classes);
  const bad = labels.findIndex((label) => label >= classes);
  if (bad !== -1) {
    throw new UsageError(`expected labels 0 to ${classes - 1}, got ${labels[bad]} at index ${bad}`);
  }
  const data = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => (data[i * classes + label] = 1));
  return { data, shape: [labels.length, classes] };
}
