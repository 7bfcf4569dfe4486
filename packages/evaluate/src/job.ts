import type { ImageSource } from "@evalpool/data";
import type { Model } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";

/** What all shards of a run have in common. */
export interface Job {
  readonly model: Model;
  /** `[N, …input]` */
  readonly images: ImageSource;
  /** `[N]` */
  readonly labels: Uint8Array;
  /** Images in one forward pass. */
  readonly batchSize: number;
  /** Compiled kernels; without them the reference backend is used. */
  readonly kernels?: KernelModule;
}
