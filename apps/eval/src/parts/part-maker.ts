import type { Evaluator, Part, RunIdentity } from "@evalpool/evaluate";
import { describeSubject, environment } from "../describe-result.js";
import type { AnyModel } from "../options.js";

/** What was counted of some images, and in how many milliseconds. */
type CountedRanges = Pick<Part, "ranges" | "tally"> & { readonly evaluateMs: number };

/** Makes parts of what an evaluator counts. */
export function createPartMaker(
  evaluator: Evaluator<AnyModel>,
  run: RunIdentity,
): (counted: CountedRanges) => Part {
  const { config } = evaluator;
  // Once: it takes a digest of all weights.
  const subject = describeSubject(evaluator);
  const machine = { config, environment: environment() };
  return ({ ranges, tally, evaluateMs }) => ({
    evalpoolPart: 1,
    run,
    ranges,
    tally,
    ...subject,
    made: { evaluateMs, ...machine },
  });
}
