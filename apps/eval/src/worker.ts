// By itself: what finds and downloads data sets is nothing that a thread needs.
import { openImages } from "@evalpool/data/reading";
import { createShardWorker } from "@evalpool/evaluate";

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export const evaluate = createShardWorker(openImages);
