import type { Interval, McNemarTest, ProbabilityFigures } from "@evalpool/metrics";
import type { EvaluationResult } from "./result.js";

/** What only probabilities tell: absent where these are not known of both. */
type ProbabilityScores = Omit<ProbabilityFigures, "topKAccuracy" | "reliabilityBins">;

/** Figures of one of the two, or their difference. */
export interface ComparedFigures extends Partial<ProbabilityScores> {
  readonly accuracy: number;
  readonly macroF1: number;
  /** Absent where predictions were read: nothing was run. */
  readonly imagesPerSecond?: number;
  /** `[label]` */
  readonly f1: readonly number[];
}

/** One of the two: what was evaluated, and what came of it. */
export interface ComparedResult extends ComparedFigures {
  /** What it was read from, without its directory, or the model's id. */
  readonly file: string;
  readonly model: {
    readonly id: string;
    readonly runtime?: { readonly name: string } | undefined;
    readonly checkpoint?: { readonly file: string; readonly sha256: string } | undefined;
  };
  readonly correct: number;
  readonly accuracyInterval: Interval;
  /** `[label][prediction]` */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** On how many images which of the two is right, and what that says. */
export interface PairedTest extends McNemarTest {
  readonly bothRight: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly bothWrong: number;
}

/** An image that the two read differently. */
export interface ComparedImage {
  readonly index: number;
  readonly label: number;
  /** What A reads it as. */
  readonly a: number;
  readonly b: number;
}

/** A class that the two results call otherwise. */
export interface OtherName {
  readonly label: number;
  readonly a: string;
  readonly b: string;
}

/** Two results on the same images, side by side; `compare --json` prints it as it is. */
export interface Comparison {
  /** With the names of classes of a, else those of b. */
  readonly dataset: Pick<
    EvaluationResult["dataset"],
    "name" | "split" | "images" | "sha256" | "labelsSha256"
  > & {
    readonly kind?: string | undefined;
    readonly classNames?: readonly string[] | undefined;
    readonly corruption?: { name: string; severity: number; seed: number } | undefined;
  };
  /** Where both name classes, and not alike. Labels are the same, and so figures are of the same images. */
  readonly otherNames?: readonly OtherName[];
  readonly total: number;
  readonly a: ComparedResult;
  readonly b: ComparedResult;
  /** b - a */
  readonly difference: ComparedFigures;
  /** What follows is there where the predictions of both are known, image by image. */
  readonly mcNemar?: PairedTest;
  /** Images that A reads right and B wrong, by index. */
  readonly broken?: readonly ComparedImage[];
  /** Images that A reads wrong and B right, by index. */
  readonly mended?: readonly ComparedImage[];
  /** The gate, where it was asked for: whether B is worse, and at which level of significance. */
  readonly failIfWorse?: { readonly alpha: number; readonly isWorse: boolean };
}
