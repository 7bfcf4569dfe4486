import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource, SharedImages } from "@evalpool/data";
import type { ImageTaker, Program } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";
import type { OwnPredictor, PredictorSource } from "./own-predictor.js";

/** What all shards of a run have in common. */
export interface Job {
  readonly predictor: ProgramPredictor | OwnJobPredictor;
  readonly images: SharedImages;
  /** `[N]` */
  readonly labels: IndexedSource["labels"];
  /** Which images the predictor takes, and what becomes of others before. */
  readonly taker: ImageTaker;
  /** What is done to images before anything else, to see what a model makes of it. */
  readonly corruption?: Corruption | undefined;
  /** Bytes of one image, as the predictor is given it. */
  readonly inputWidth: number;
  /** Images in one forward pass, at most. */
  readonly batchSize: number;
  /** Length of one row of logits. */
  readonly classes: number;
}

/** A network, compiled for the kernels. */
interface ProgramPredictor {
  readonly kind: "program";
  readonly program: Program;
  /** Compiled kernels; without them the reference backend is used. */
  readonly kernels?: KernelModule;
}

/** Any other; a function cannot leave its thread. */
export interface OwnJobPredictor {
  readonly kind: "own";
  readonly source: PredictorSource;
  readonly gives: OwnPredictor["gives"];
  readonly pixels: PixelLayout;
}

/** How pixels become what a predictor of one's own takes. */
export interface PixelLayout {
  readonly channels: number;
  /** Whether the channels of a pixel lie together: else those of an image are planes. */
  readonly isInterleaved: boolean;
  /** Whether images are read as floats, which stay. */
  readonly isFloats?: true;
  /** `[channels, 256]`, or `[256]` for all channels: the float that each byte is; else they stay. */
  readonly table?: Float32Array;
}
