import type { Dataset } from "@evalpool/eval";
import { expect } from "vitest";
import type { EvaluationOptions, ExpectedFigures, Model } from "./options.js";
import { toEvaluate } from "./to-evaluate.js";

export { atLeast, atMost, exactly, type Bound } from "./bound.js";
export type { EvaluationOptions, ExpectedFigures, FigureName, Model } from "./options.js";

expect.extend({ toEvaluate });

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Evaluates a model, or a promise of one, and holds figures of the result against bounds:
     * `await expect(model).toEvaluate(dataset, { accuracy: atLeast(0.98) })`.
     */
    toEvaluate(
      // What is no model can be evaluated on nothing.
      dataset: T extends Model ? Dataset | Promise<Dataset> : never,
      figures: ExpectedFigures,
      options?: EvaluationOptions,
    ): Promise<Awaited<R>>;
  }
}
