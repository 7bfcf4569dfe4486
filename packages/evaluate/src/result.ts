import type { Corruption } from "@evalpool/corruptions";
import type { ClassFigures, Figures, ProbabilityFigures } from "@evalpool/metrics";
import type { Preprocess, PreprocessSource } from "@evalpool/models";
import type { GateOutcome } from "./gates/gate.js";
import type { Runtime } from "./own-predictor.js";
import type { Spread } from "./spread.js";

/** What an evaluation found and how it was made; `--json` prints it as it is. */
export interface EvaluationResult extends Figures {
  readonly schemaVersion: 1;
  readonly model: {
    readonly id: string;
    /** What evaluated the images: evalpool's own kernels, or something else. */
    readonly runtime: Runtime;
    /** What became of pixels before they were its input, where that is told, and who told it. */
    readonly preprocess?: Omit<Preprocess, "image"> & { readonly source: PreprocessSource };
    /** Number of weights and biases, where those are known. */
    readonly parameters?: number;
    /**
     * SHA-256 of `canonicalForm`, in hex: which network with which weights, whatever their file.
     * Absent where another program reads them.
     */
    readonly digest?: string;
    /** The file of the weights, or of the predictions; absent where neither is read from a file. */
    readonly checkpoint?: { readonly file: string; readonly sha256: string };
  };
  readonly dataset: {
    readonly name: string;
    readonly split: string;
    /** Number of images in the split. */
    readonly images: number;
    /** What its files are, as in `a folder for each class`. */
    readonly kind?: string;
    /** What classes are called, by label: as the data set has it, else the network. */
    readonly classNames?: readonly string[];
    /** SHA-256 of the images file's content, in hex. */
    readonly sha256: string;
    /** SHA-256 of the labels file's content, in hex. */
    readonly labelsSha256: string;
    /** What was done to the images before anything else: absent where nothing was. */
    readonly corruption?: Corruption;
  };
  readonly perClass: readonly NamedClassFigures[];
  /** Where gates were set on it: each, in order, and whether it held. */
  readonly gates?: readonly GateOutcome[];
  readonly throughput: { readonly imagesPerSecond: number };
  readonly timings: Timings;
  /** Where the data set was evaluated more than once, to measure. */
  readonly repetitions?: {
    readonly count: number;
    /** Milliseconds of each. */
    readonly evaluateMs: Spread;
  };
  readonly config: {
    /** Size of the pool; 0 is the calling thread. */
    readonly threads: number;
    /** Images in one forward pass, at most: no more than a shard has. */
    readonly batchSize: number;
    /**
     * `reference`, `wasm-simd` or `wasm-relaxed` (relaxed SIMD rounds a product and its sum once,
     * where the processor can), with `-wide` where the engine pairs vectors to 256 bits. What is not
     * evalpool's own is called as its runtime is.
     */
    readonly backend: string;
    /** Where kernels were left out that round more than sums of products do. */
    readonly exact?: true;
    readonly shards: number;
  };
  /**
   * Where it was merged from parts: who evaluated how many images, in how long. Then `timings` are sums
   * over them, and `config` and `environment` are those of the first.
   */
  readonly machines?: readonly MachineShare[];
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly arch: string;
    readonly cpu: string;
    readonly evalpool: string;
    /** Flags of V8 that evalpool set. */
    readonly v8Flags: readonly string[];
  };
}

/** What one machine or worker did of a run. */
export interface MachineShare extends Pick<EvaluationResult, "config" | "environment"> {
  /** What the worker of a queue is called. */
  readonly worker?: string;
  readonly parts: number;
  readonly images: number;
  readonly evaluateMs: number;
}

/** The figures of a class, and what it is called where that is known. */
export interface NamedClassFigures extends ClassFigures {
  readonly name?: string;
}

/** As a result, of predictions whose probabilities may not be known: then what those tell is absent. */
export type ScoredResult = Omit<EvaluationResult, keyof ProbabilityFigures> &
  Partial<ProbabilityFigures>;

/**
 * Milliseconds since threads began to start; `evaluateMs` is the median of the repetitions. Loading
 * and starting the pool overlap, so the parts may exceed the total.
 */
export interface Timings {
  /** When threads began to start, in UTC, as ISO 8601 has it; absent of merged parts. */
  readonly startedAt?: string;
  readonly loadMs: number;
  readonly poolStartMs: number;
  readonly evaluateMs: number;
  readonly totalMs: number;
}
