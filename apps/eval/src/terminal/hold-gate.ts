import type { ScoredResult } from "@evalpool/evaluate";
import { formatAccuracy } from "./numbers.js";
import { tell } from "./tell.js";

/** Says that an accuracy is below the least that is accepted, and makes the exit code 1. */
export function holdGate({ accuracy }: ScoredResult, minAccuracy: number): void {
  if (accuracy >= minAccuracy) return;
  tell([`evalpool: accuracy ${formatAccuracy(accuracy)} is below --min-accuracy ${minAccuracy}`]);
  process.exitCode = 1;
}
