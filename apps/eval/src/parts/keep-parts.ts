import { join } from "node:path";
import {
  aggregate,
  formatSamples,
  union,
  type ImageSamples,
  type Part,
  type ShardsOutcome,
} from "@evalpool/evaluate";
import { digest, writeWhole } from "@evalpool/files/node";
import type { KeptPart } from "./kept-parts.js";
import type { createPartMaker } from "./part-maker.js";
import { writePart } from "./part-file.js";

/** Writes what is done of a run into a directory. */
export interface PartKeeper {
  /** Takes shards as they are done. @throws {UsageError} when those before could not be written */
  readonly add: (outcome: ShardsOutcome) => void;
  /** Once all are written. @throws {UsageError} when they cannot be */
  end(): Promise<KeptPart[]>;
}

interface Keeping {
  readonly makePart: ReturnType<typeof createPartMaker>;
  /** `[N]`, of all images. */
  readonly labels: ImageSamples["labels"];
  /** Milliseconds since the run began. */
  readonly time: () => number;
  readonly withSamples: boolean;
}

/**
 * Keeps shards in files, each written and then renamed, so that one is there whole or not at all.
 * While one is written, those that come are gathered for the next.
 */
export function keepParts(directory: string, keeping: Keeping): PartKeeper {
  const kept: KeptPart[] = [];
  let waiting: ShardsOutcome[] = [];
  let writing: Promise<void> | undefined;
  let failure: unknown;
  let before = 0;

  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const outcomes = waiting.sort((a, b) => startOf(a) - startOf(b));
      waiting = [];
      const now = keeping.time();
      const part = joined(outcomes, now - before, keeping);
      before = now;
      kept.push(
        await writeOne(
          directory,
          part,
          keeping.withSamples ? textOf(outcomes, keeping) : undefined,
        ),
      );
    }
  };
  const start = (): void => {
    writing ??= writeWaiting()
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        writing = undefined;
      });
  };
  return {
    add(outcome) {
      if (failure !== undefined) throw failure as Error;
      waiting.push(outcome);
      start();
    },
    async end() {
      while (writing) await writing;
      if (failure !== undefined) throw failure as Error;
      return kept;
    },
  };
}

function startOf({ ranges }: ShardsOutcome): number {
  return ranges[0]?.start ?? 0;
}

/** Shards as one part. */
function joined(
  outcomes: readonly ShardsOutcome[],
  evaluateMs: number,
  { makePart }: Keeping,
): Part {
  const ranges = union(outcomes.flatMap((outcome) => outcome.ranges));
  const classes = outcomes[0]?.tally.labelRanks.length ?? 0;
  return makePart({ ranges, tally: aggregate(ranges, outcomes, classes), evaluateMs });
}

/** A line for each image, as `--samples` has it. */
function textOf(outcomes: readonly ShardsOutcome[], { labels }: Keeping): string {
  return outcomes
    .flatMap(({ ranges, predictions = [] }) =>
      predictions.map((of, i) => {
        const range = ranges[i] ?? { start: 0, end: 0 };
        return formatSamples({ range, labels: labels.subarray(range.start, range.end), ...of });
      }),
    )
    .join("");
}

async function writeOne(
  directory: string,
  part: Part,
  samples: string | undefined,
): Promise<KeptPart> {
  const last = (part.ranges.at(-1)?.end ?? 1) - 1;
  const name = `${part.ranges[0]?.start ?? 0}-${last}`;
  const path = join(directory, `${name}.json`);
  if (samples === undefined) {
    await writePart(path, part);
    return { path, part };
  }
  const file = `${name}.jsonl`;
  // Before the part, which is what counts.
  await writeWhole(join(directory, file), samples);
  const sampled = { ...part, samples: { file, sha256: digest("sha256", Buffer.from(samples)) } };
  await writePart(path, sampled);
  return { path, part: sampled };
}
