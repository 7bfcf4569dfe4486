import { describe, expect, test } from "vitest";
import { simulateRun, type SimulatedRun } from "./simulate-run.ts";

const run: Omit<SimulatedRun, "seed"> = {
  images: 1e7,
  batchSize: 100,
  workers: 100,
  slowest: 100,
  fastest: 800,
  dyingPerHour: 0.01,
  lockMs: 30_000,
  stalledMs: 30_000,
};

describe("a run over a hundred workers of which the fastest is eight times as fast", () => {
  test("leaves less than 5 % of their time idle or for work that is done again", () => {
    for (let seed = 0; seed < 5; seed++) {
      const { idle, repeated, seconds } = simulateRun({ ...run, seed });
      expect(idle + repeated).toBeLessThan(0.05);
      // Of all that they can do between them, 33,660 images/s in the mean, no more was done.
      expect(seconds).toBeGreaterThan(1e7 / 36_000);
    }
  });

  test("comes to the right number where most of them die", () => {
    const { died, repeated } = simulateRun({ ...run, dyingPerHour: 0.9999, seed: 1 });
    expect(died).toBeGreaterThan(50);
    expect(repeated).toBeGreaterThan(0);
  });

  test("is the same each time", () => {
    const [one, other] = [1, 2].map(() => simulateRun({ ...run, images: 1e6, seed: 3 }));
    expect({ ...one, coordinatorMs: 0 }).toEqual({ ...other, coordinatorMs: 0 });
  });
});

test("the parts that no worker is left for are told", () => {
  const dying = { ...run, workers: 1, dyingPerHour: 0.9999, seed: 1 };
  expect(() => simulateRun(dying)).toThrow("all workers died before the end");
});
