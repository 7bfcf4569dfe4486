import type { Suite } from "./suite.ts";
import { batchSizes } from "./suites/batch-sizes.ts";
import { coldStart } from "./suites/cold-start.ts";
import { convolutions } from "./suites/convolutions.ts";
import { kernels } from "./suites/kernels.ts";
import { memory } from "./suites/memory.ts";
import { modelFiles } from "./suites/model-files.ts";
import { models } from "./suites/models.ts";
import { queue } from "./suites/queue.ts";
import { reading } from "./suites/reading.ts";
import { scaling } from "./suites/scaling.ts";

/** In the order in which they are measured. */
export const suites: readonly Suite[] = [
  kernels,
  convolutions,
  ...models,
  modelFiles,
  reading,
  scaling,
  batchSizes,
  coldStart,
  memory,
  queue,
] as readonly Suite[];
