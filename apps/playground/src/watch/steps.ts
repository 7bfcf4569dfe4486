/** A way through the layers. */
export type Step = "first" | "back" | "next" | "all";

/** The keys of each, as `KeyboardEvent.key` has them. */
export const stepKeys: Readonly<Record<Step, string>> = {
  first: "Home",
  back: "ArrowLeft",
  next: "ArrowRight",
  all: "End",
};

/**
 * Where a step leads.
 *
 * @param count number of layers
 * @param at the layer that is looked into, undefined where all are
 * @returns undefined for all; `at` where the step leads nowhere
 */
export function stepTo(step: Step, count: number, at: number | undefined): number | undefined {
  const last = count - 1;
  switch (step) {
    case "first":
      return 0;
    case "back":
      return Math.max(0, at === undefined ? last - 1 : at - 1);
    case "next":
      return at === undefined ? undefined : Math.min(last, at + 1);
    case "all":
      return undefined;
  }
}
