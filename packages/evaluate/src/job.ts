import type { IndexedSource, SharedImages } from "@evalpool/data";
import type { Program } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";

/** What all shards of a run have in common. */
export interface Job {
  /** The network, compiled for the kernels. */
  readonly program: Program;
  readonly images: SharedImages;
  /** `[N]` */
  readonly labels: IndexedSource["labels"];
  /** Compiled kernels; without them the reference backend is used. */
  readonly kernels?: KernelModule;
}
