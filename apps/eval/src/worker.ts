import { openImages } from "@evalpool/data/node";
import { createShardWorker } from "@evalpool/evaluate";

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export const evaluate = createShardWorker(openImages);
