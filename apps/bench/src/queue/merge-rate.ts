import { createPartMerger, parsePart } from "@evalpool/evaluate";
import { median } from "../statistics.ts";
import { simulatedPart, simulatedRun } from "./simulated-part.ts";

export interface MergeRate {
  /** Of one part, as it is stored. */
  readonly bytes: number;
  /** Read from their text, checked and merged. */
  readonly partsPerSecond: number;
}

/** Of parts of ten classes, as a queue has them. */
export function measureMergeRate(parts: number, rounds: number): MergeRate {
  const images = 1000;
  const run = simulatedRun(parts * images);
  const texts = Array.from({ length: parts }, (_, i) =>
    JSON.stringify(simulatedPart(run, { start: i * images, end: (i + 1) * images })),
  );
  const rates = Array.from({ length: rounds }, () => {
    const merger = createPartMerger(run, "the simulated run");
    const start = performance.now();
    for (const [i, text] of texts.entries()) merger.add(`${i}`, parsePart(JSON.parse(text)));
    const ms = performance.now() - start;
    if (merger.missing().length > 0) throw new Error("not every part was merged");
    return (1000 * parts) / ms;
  });
  return { bytes: Buffer.byteLength(texts[0] ?? ""), partsPerSecond: median(rates) };
}
