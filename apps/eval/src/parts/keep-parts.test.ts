import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UsageError } from "@evalpool/errors";
import { missingRanges, union, type Part, type ShardsOutcome } from "@evalpool/evaluate";
import { createTally } from "@evalpool/metrics";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepParts, type PartKeeper } from "./keep-parts.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-keep-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const LENGTH = 5;

/** The n-th shard, all of whose images are read right. */
function shard(n: number): ShardsOutcome {
  const tally = { ...createTally(1), labelRanks: [LENGTH] };
  return { ranges: [{ start: n * LENGTH, end: (n + 1) * LENGTH }], tally };
}

function keeper(into: string): PartKeeper {
  return keepParts(into, {
    makePart: ({ ranges, tally, evaluateMs }) =>
      ({ ranges, tally, made: { evaluateMs } }) as unknown as Part,
    labels: new Uint8Array(100),
    time: () => performance.now(),
    withSamples: false,
  });
}

test("shards that come in any order, at any time, are kept once each, named by what they are", async () => {
  const order = fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 });
  const pauses = fc.array(fc.nat({ max: 3 }), { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(order, pauses, async (shards, waits) => {
      const place = await mkdtemp(join(directory, "run-"));
      const keeping = keeper(place);
      for (const [i, n] of shards.entries()) {
        keeping.add(shard(n));
        if (waits[i]! > 0) await setTimeout(waits[i]! - 1);
      }
      const kept = await keeping.end();
      const ranges = kept.flatMap(({ part }) => part.ranges);
      expect(union(ranges)).toEqual([{ start: 0, end: 60 }]);
      expect(missingRanges(60, ranges)).toEqual([]);
      const names = ranges.map(({ start, end }) => `${start}-${end - 1}.json`);
      expect((await readdir(place)).sort()).toEqual(names.sort());
      for (const { path, part } of kept) {
        expect(part.tally.labelRanks).toEqual([part.ranges[0]!.end - part.ranges[0]!.start]);
        expect(JSON.parse(await readFile(path, "utf8"))).toEqual(part);
      }
    }),
    { numRuns: 20 },
  );
});

test("once one cannot be written, the run is told with the next shard, and at the end", async () => {
  await rm(directory, { recursive: true });
  const keeping = keeper(directory);
  keeping.add(shard(0));
  await setTimeout(50);
  expect(() => keeping.add(shard(1))).toThrow(UsageError);
  await expect(keeping.end()).rejects.toThrow(/^cannot write .*: no such file or directory$/);
});
