/** How many images are read right, of as many each time. */
export interface RobustnessCounts {
  /** Images evaluated, each time. */
  readonly total: number;
  /** Read right as they are. */
  readonly clean: number;
  /** Read right when corrupted. */
  readonly corruptions: readonly {
    readonly name: string;
    /** By severity; of all corruptions the same ones. */
    readonly correct: readonly number[];
  }[];
}

/** Images read right, and their share. */
export interface Share {
  readonly correct: number;
  readonly accuracy: number;
}

/** How well images are read that are corrupted in one way. */
export interface CorruptionFigures {
  readonly name: string;
  /** By severity. */
  readonly correct: readonly number[];
  readonly accuracy: readonly number[];
  /** Over the severities. */
  readonly meanAccuracy: number;
  /** With a baseline: the model's errors ÷ the baseline's; null where that makes none. */
  readonly corruptionError?: number | null;
  /** The same of the errors beyond those on images as they are; null where the baseline has none. */
  readonly relativeCorruptionError?: number | null;
}

/** How well a model reads corrupted images. */
export interface RobustnessFigures {
  readonly total: number;
  readonly clean: Share;
  readonly corruptions: readonly CorruptionFigures[];
  /** 1 - accuracy, its mean over the severities, and of that the mean over the corruptions. */
  readonly meanError: number;
  /** With a baseline: the means over the corruptions; null where one of them is. */
  readonly meanCorruptionError?: number | null;
  readonly relativeMeanCorruptionError?: number | null;
}

/**
 * Figures of robustness by D. Hendrycks and T. Dietterich (2019, arXiv:1903.12261): with E the share
 * of errors, f the model and b the baseline, of corruption c at severities s
 *
 *     CE_c = Σ_s E_sc(f) / Σ_s E_sc(b)
 *     relative CE_c = Σ_s (E_sc(f) - E_clean(f)) / Σ_s (E_sc(b) - E_clean(b))
 *
 * and mCE the mean over corruptions, as shares: 1 is the baseline's own.
 *
 * @param baseline of the same corruptions and severities, in the same order
 */
export function robustnessFigures(
  counts: RobustnessCounts,
  baseline?: RobustnessCounts,
): RobustnessFigures {
  const { total, clean } = counts;
  const corruptions = counts.corruptions.map(({ name, correct }, i): CorruptionFigures => {
    const other = baseline?.corruptions[i]?.correct;
    return {
      name,
      correct,
      accuracy: correct.map((right) => right / total),
      meanAccuracy: sum(correct) / (correct.length * total),
      ...(baseline && other && comparison(counts, correct, baseline, other)),
    };
  });
  return {
    total,
    clean: { correct: clean, accuracy: clean / total },
    corruptions,
    meanError: mean(corruptions.map(({ meanAccuracy }) => 1 - meanAccuracy)),
    ...(baseline && {
      meanCorruptionError: meanIfAll(corruptions.map((it) => it.corruptionError)),
      relativeMeanCorruptionError: meanIfAll(corruptions.map((it) => it.relativeCorruptionError)),
    }),
  };
}

function comparison(
  model: RobustnessCounts,
  correct: readonly number[],
  baseline: RobustnessCounts,
  baselineCorrect: readonly number[],
): Pick<Required<CorruptionFigures>, "corruptionError" | "relativeCorruptionError"> {
  const severities = correct.length;
  const errors = severities - sum(correct) / model.total;
  const others = severities - sum(baselineCorrect) / baseline.total;
  const added = (severities * model.clean - sum(correct)) / model.total;
  const othersAdded = (severities * baseline.clean - sum(baselineCorrect)) / baseline.total;
  return {
    corruptionError: others > 0 ? errors / others : null,
    relativeCorruptionError: othersAdded > 0 ? added / othersAdded : null,
  };
}

function meanIfAll(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === "number");
  return known.length === values.length ? mean(known) : null;
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
