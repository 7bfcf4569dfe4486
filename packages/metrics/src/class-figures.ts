import { sum } from "./sum.js";

/** Of one class, or averaged over classes. */
export interface Scores {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

export interface ClassFigures extends Scores {
  readonly label: number;
  /** Images with this label. */
  readonly support: number;
  /**
   * Which scores are 0 ÷ 0 (no image with the label, or none read as it) and were set to 0, as
   * with scikit-learn's `zero_division=0`. Absent where there are none.
   */
  readonly illDefined?: readonly (keyof Scores)[];
}

/**
 * Averages over all classes, those without images included.
 * - `macro`: each class counts the same
 * - `micro`: each image counts the same; where each has one label and one prediction, all three are
 *   the accuracy
 * - `weighted`: each class counts by its support
 */
export interface Averages {
  readonly macro: Scores;
  readonly micro: Scores;
  readonly weighted: Scores;
}

/** As `sklearn.metrics.precision_recall_fscore_support` with all classes as `labels`. */
export function classFigures(confusionMatrix: readonly (readonly number[])[]): ClassFigures[] {
  return confusionMatrix.map((counts, label) => {
    const hits = counts[label]!;
    const support = sum(counts);
    const predicted = sum(confusionMatrix.map((row) => row[label]!));
    const illDefined: (keyof Scores)[] = [];
    const divide = (name: keyof Scores, part: number, whole: number): number => {
      if (whole > 0) return part / whole;
      illDefined.push(name);
      return 0;
    };
    const figures = {
      label,
      support,
      precision: divide("precision", hits, predicted),
      recall: divide("recall", hits, support),
      f1: divide("f1", 2 * hits, predicted + support),
    };
    return illDefined.length > 0 ? { ...figures, illDefined } : figures;
  });
}

/** @param accuracy of the images that the figures are of */
export function averagesOf(classes: readonly ClassFigures[], accuracy: number): Averages {
  const average = (weigh: (figures: ClassFigures) => number): Scores => {
    const whole = sum(classes.map(weigh));
    const of = (name: keyof Scores): number =>
      sum(classes.map((figures) => figures[name] * weigh(figures))) / whole;
    return { precision: of("precision"), recall: of("recall"), f1: of("f1") };
  };
  return {
    macro: average(() => 1),
    micro: { precision: accuracy, recall: accuracy, f1: accuracy },
    weighted: average(({ support }) => support),
  };
}
