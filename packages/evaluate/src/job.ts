import type { ImageSource } from "@evalpool/data";
import type { Program } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";

/** What all shards of a run have in common. */
export interface Job {
  /** The network, compiled for the kernels. */
  readonly program: Program;
  /** `[N, …input]` */
  readonly images: ImageSource;
  /** `[N]` */
  readonly labels: Uint8Array;
  /** Compiled kernels; without them the reference backend is used. */
  readonly kernels?: KernelModule;
}
