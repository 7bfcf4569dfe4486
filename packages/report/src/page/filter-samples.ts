import type { PageSample } from "../page-data.js";

/** Which images are wanted; undefined is any. */
export interface Filter {
  readonly verdict: "right" | "wrong" | undefined;
  readonly label: number | undefined;
  readonly prediction: number | undefined;
  /** Of what it was read as, in percent, both ends included; of all images where it is not known. */
  readonly confidence: readonly [least: number, most: number] | undefined;
}

/** Whether an image is wanted. */
export function passes(
  { verdict, label, prediction, confidence }: Filter,
  sample: PageSample,
): boolean {
  if (verdict !== undefined && (verdict === "right") !== (sample.label === sample.prediction)) {
    return false;
  }
  if (label !== undefined && label !== sample.label) return false;
  if (prediction !== undefined && prediction !== sample.prediction) return false;
  if (confidence === undefined) return true;
  // Rounded as shares are, so that one of exactly an end is in.
  const [least, most] = confidence.map((percent) => Math.fround(percent / 100)) as [number, number];
  const share = new Map(sample.shares).get(sample.prediction) ?? 0;
  return least <= share && share <= most;
}
