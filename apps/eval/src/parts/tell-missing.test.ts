import { createPartMerger, type Part, type RunIdentity } from "@evalpool/evaluate";
import { createTally, type Tally } from "@evalpool/metrics";
import { afterEach, expect, test, vi } from "vitest";
import { tellMissing } from "./tell-missing.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const run = { total: 100, classes: 2 } as RunIdentity;

/** As many images of class 0, all of them right. */
function tallyOf(images: number): Tally {
  const tally = createTally(2);
  tally.confusionMatrix[0]![0] = images;
  tally.labelRanks[0] = images;
  return tally;
}

/** What is told where these parts are there, of ranges and the cuts that they are of. */
function told(parts: readonly [start: number, end: number, shard: string][]): string {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const merger = createPartMerger(run, "a");
  const asked = parts.map(([start, end, shard], i): Pick<Part, "asked"> => {
    merger.add(`${i}`, { run, ranges: [{ start, end }], tally: tallyOf(end - start) });
    return { asked: { shard, flags: ["--weights", "w.npz"] } };
  });
  tellMissing(merger, asked);
  return write.mock.calls.map(([text]) => text).join("");
}

test("of parts of several cuts, that which fits what is missing is told, in whatever order", () => {
  const [half, quarter] = [[0, 50, "1/2"] as const, [75, 100, "4/4"] as const];
  const command = "evalpool eval --weights w.npz --shard 3/4 --out part-3.json";
  expect(told([[...half], [...quarter]])).toContain(command);
  expect(told([[...quarter], [...half]])).toContain(command);
});

test("no command is told that would leave some out", () => {
  expect(told([[0, 49, "1/2"]])).not.toContain("evalpool eval");
});
