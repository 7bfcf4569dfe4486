import type { Tally } from "@evalpool/metrics";
import type { ShardRange } from "../plan-shards.js";
import type { EvaluationResult } from "../result.js";

/** Digests in hex, of SHA-256. */
type Digest = string;

/** What an evaluation is of: two of which all of this is equal count the same images alike. */
export interface RunIdentity {
  /** Of the network without its weights; of its file, where another program reads it. */
  readonly graph: Digest;
  readonly weights: Digest;
  /** Of the images as they are stored. */
  readonly images: Digest;
  /** Of their labels, as they are counted. */
  readonly labels: Digest;
  /** What is read of an image, as `uint8 1x28x28`. */
  readonly format: string;
  /** How many images there are in all parts: those of the data set, or the first ones. */
  readonly total: number;
  /** Classes that are told apart. */
  readonly classes: number;
  /** What is done to images first, as `fog:3 seed 0`, or `none`. */
  readonly corruption: string;
  /** What predicts: the build of the kernels, or another program with its version. */
  readonly kernels: string;
  /** Whether convolutions are plain sums of products. */
  readonly exact: boolean;
  /** Of the tally of a few images of noise: kernels that round otherwise give another. */
  readonly rounding: Digest;
}

/** The result of some images, not yet merged: plain data, as it is in a file or in a queue. */
export interface Part {
  readonly evalpoolPart: 1;
  /** What it is a part of. */
  readonly run: RunIdentity;
  /** The images that it counts, in order; there may be none. */
  readonly ranges: readonly ShardRange[];
  readonly tally: Tally;
  /** What the result tells of the model and the data set. */
  readonly model: EvaluationResult["model"];
  readonly dataset: EvaluationResult["dataset"];
  /** How it came about: different in each. */
  readonly made: PartOrigin;
  /** Its images with their predictions, where those were wanted: a file beside its own. */
  readonly samples?: { readonly file: string; readonly sha256: Digest };
  /** Where it was asked for as one of several: which, as `2/4`, and the other flags that made it. */
  readonly asked?: { readonly shard: string; readonly flags: readonly string[] };
}

/** Where, how and how fast a part was evaluated. */
export interface PartOrigin {
  readonly evaluateMs: number;
  readonly config: EvaluationResult["config"];
  readonly environment: EvaluationResult["environment"];
  /** What the worker of a queue is called. */
  readonly worker?: string;
}
