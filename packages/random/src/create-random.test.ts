import { describe, expect, it } from "vitest";
import { createRandom, xoshiro128StarStar } from "./create-random.js";

describe("xoshiro128StarStar", () => {
  it("gives the numbers of the authors' C program", () => {
    const next = xoshiro128StarStar(1, 2, 3, 4);
    // xoshiro128starstar.c (version 1.1) with s = {1, 2, 3, 4}
    const expected = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ];
    expect(expected.map(next)).toEqual(expected);
  });
});

describe("createRandom", () => {
  const take = (seed: number, stream: number): number[] => {
    const random = createRandom(seed, stream);
    return Array.from({ length: 1000 }, () => random.uniform(0, 1));
  };

  it("repeats a stream, and gives another for another seed or number", () => {
    const stream = take(7, 3);
    expect(take(7, 3)).toEqual(stream);
    expect(take(8, 3)).not.toEqual(stream);
    expect(take(7, 4)).not.toEqual(stream);
    expect(new Set([...stream, ...take(8, 3), ...take(7, 4)]).size).toBeGreaterThan(2990);
  });

  it("has the mean and the deviation that it is asked for", () => {
    const random = createRandom(1, 1);
    const bells = Array.from({ length: 100_000 }, () => random.bell(2));
    const mean = bells.reduce((sum, x) => sum + x, 0) / bells.length;
    const variance = bells.reduce((sum, x) => sum + (x - mean) ** 2, 0) / bells.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
    expect(Math.max(...bells.map(Math.abs))).toBeLessThanOrEqual(6);
  });

  it("counts below its bound, each number as often", () => {
    const random = createRandom(2, 1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.below(10)]!++;
    expect(counts.reduce((sum, n) => sum + n)).toBe(10_000);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  // The generator written out in Python with whole numbers, `& 0xffffffff` after each step.
  it.each([
    [1, 0, [418128060, 3712186797, 1764717425, 4181822725]],
    [4294967295, 3, [2705397893, 183956395, 1871331321, 2578681242]],
  ])("seed %i, stream %i is xoshiro128**", (seed, stream, expected) => {
    const random = createRandom(seed, stream);
    expect(expected.map(() => random.uniform(0, 2 ** 32))).toEqual(expected);
  });

  it("keeps within the bounds and reaches all of them", () => {
    const random = createRandom(7, 0);
    const values = Array.from({ length: 1000 }, () => random.below(3));
    expect(new Set(values)).toEqual(new Set([0, 1, 2]));
    const uniform = Array.from({ length: 1000 }, () => random.uniform(-2, 1));
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...uniform)).toBeLessThan(1);
  });
});

it("goes on from where it was, in another stream too", () => {
  const random = createRandom(7, 1);
  for (let i = 0; i < 5; i++) random.below(10);
  const state = random.state();
  const expected = Array.from({ length: 20 }, () => random.uniform(0, 1));
  const other = createRandom(8, 2);
  other.restore(JSON.parse(JSON.stringify(state)) as typeof state);
  expect(Array.from({ length: 20 }, () => other.uniform(0, 1))).toEqual(expected);
  expect(state).not.toEqual(random.state());
});
