import { createTally } from "@evalpool/metrics";
import { expect, test } from "vitest";
import { describeParts } from "./describe-parts.js";
import { PartShares, type ToldPart } from "./part-shares.js";

const subject = {
  model: { id: "net", runtime: { name: "own" } },
  dataset: { name: "digits", split: "test", images: 30, sha256: "", labelsSha256: "" },
} as const;

const tally = { ...createTally(2), labelRanks: [30, 0] };

function part(start: number, end: number, cpu: string, worker?: string): ToldPart {
  return {
    ranges: [{ start, end }],
    made: {
      evaluateMs: 10,
      config: { threads: 2, batchSize: 100, backend: "reference", shards: 1 },
      environment: {
        ...{ node: "v24.0.0", platform: "linux", arch: "x64", cpu },
        ...{ evalpool: "0.1.0", v8Flags: [] },
      },
      ...(worker !== undefined && { worker }),
    },
  };
}

test("what one machine did is told together, and who had the first image is the run's", () => {
  const parts = [part(5, 20, "fast"), part(20, 30, "slow"), part(0, 5, "slow")];
  const { machines, timings, throughput, environment } = describeParts(
    subject,
    new PartShares(parts),
    tally,
  );
  expect(environment.cpu).toBe("slow");
  expect(machines).toMatchObject([
    { environment: { cpu: "slow" }, parts: 2, images: 15, evaluateMs: 20 },
    { environment: { cpu: "fast" }, parts: 1, images: 15, evaluateMs: 10 },
  ]);
  expect(timings).toEqual({ loadMs: 0, poolStartMs: 0, evaluateMs: 30, totalMs: 30 });
  expect(throughput.imagesPerSecond).toBe(1000);
});

test("workers of one kind of machine are told apart by their names", () => {
  const parts = [part(0, 10, "same", "a"), part(10, 20, "same", "b"), part(20, 30, "same", "a")];
  const { machines } = describeParts(subject, new PartShares(parts), tally);
  expect(machines!.map(({ worker, images }) => [worker, images])).toEqual([
    ["a", 20],
    ["b", 10],
  ]);
});
