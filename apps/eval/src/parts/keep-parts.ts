import { join } from "node:path";
import {
  aggregate,
  formatSamples,
  imagesIn,
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
 * While they are written, those that come are gathered; those that follow on each other share a file.
 * So a file's name says all that it counts, and whoever else writes one of that name writes the same.
 */
export function keepParts(directory: string, keeping: Keeping): PartKeeper {
  const kept: KeptPart[] = [];
  let waiting: ShardsOutcome[] = [];
  let written = Promise.resolve();
  let failure: unknown;
  let before = 0;

  const writeWaiting = async (): Promise<void> => {
    if (waiting.length === 0 || failure !== undefined) return;
    const outcomes = waiting;
    waiting = [];
    const now = keeping.time();
    const msPerImage = (now - before) / imagesIn(outcomes.flatMap(({ ranges }) => ranges));
    before = now;
    for (const series of consecutive(outcomes)) {
      kept.push(await writeOne(directory, series, msPerImage, keeping));
    }
  };
  return {
    add(outcome) {
      if (failure !== undefined) throw failure as Error;
      waiting.push(outcome);
      written = written.then(writeWaiting).catch((error: unknown) => {
        failure ??= error;
      });
    },
    async end() {
      await written;
      if (failure !== undefined) throw failure as Error;
      return kept;
    },
  };
}

/** Shards in order, put together where the one begins that ends the other. */
function consecutive(outcomes: readonly ShardsOutcome[]): ShardsOutcome[][] {
  const all: ShardsOutcome[][] = [];
  let end = -1;
  for (const outcome of outcomes.toSorted((a, b) => startOf(a) - startOf(b))) {
    const last = all.at(-1);
    if (last && startOf(outcome) === end) last.push(outcome);
    else all.push([outcome]);
    end = outcome.ranges.at(-1)?.end ?? end;
  }
  return all;
}

function startOf({ ranges }: ShardsOutcome): number {
  return ranges[0]?.start ?? 0;
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

/** @param outcomes of consecutive images */
async function writeOne(
  directory: string,
  outcomes: readonly ShardsOutcome[],
  msPerImage: number,
  keeping: Keeping,
): Promise<KeptPart> {
  const ranges = union(outcomes.flatMap((outcome) => outcome.ranges));
  const classes = outcomes[0]?.tally.labelRanks.length ?? 0;
  const tally = aggregate(ranges, outcomes, classes);
  const made = keeping.makePart({ ranges, tally, evaluateMs: msPerImage * imagesIn(ranges) });
  const name = `${ranges[0]?.start ?? 0}-${(ranges.at(-1)?.end ?? 1) - 1}`;
  const path = join(directory, `${name}.json`);
  // Before the part, which is what counts.
  const samples = keeping.withSamples
    ? await writeSamples(directory, `${name}.jsonl`, textOf(outcomes, keeping))
    : undefined;
  const part = { ...made, ...(samples && { samples }) };
  await writePart(path, part);
  return { path, part };
}

async function writeSamples(
  directory: string,
  file: string,
  text: string,
): Promise<NonNullable<Part["samples"]>> {
  await writeWhole(join(directory, file), text);
  return { file, sha256: digest("sha256", Buffer.from(text)) };
}
