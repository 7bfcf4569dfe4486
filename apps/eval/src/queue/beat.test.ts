import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseBeat, Pulse } from "./beat.js";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

const beat = (count: number) => ({ by: "one", count, at: 0 });

test("a beat that was there before shows no life: only one that changes does", () => {
  const pulse = new Pulse();
  expect(pulse.see(beat(7))).toBe(false);
  expect(pulse.see(beat(7))).toBe(false);
  expect(pulse.silence).toBe(Infinity);
  expect(pulse.see(beat(8))).toBe(true);
  expect(pulse.silence).toBe(0);
});

test("silence is measured here, whatever a coordinator's clock says", () => {
  const pulse = new Pulse();
  pulse.see({ ...beat(1), at: 1e15 });
  pulse.see({ ...beat(2), at: -1e15 });
  vi.advanceTimersByTime(3000);
  pulse.see({ ...beat(2), at: -1e15 });
  expect(pulse.silence).toBe(3000);
});

test("the first beat of a run that had none is life", () => {
  const pulse = new Pulse();
  pulse.see(undefined);
  pulse.see(beat(1));
  expect(pulse.see(beat(2))).toBe(true);
});

test.each([[0], [null], ["beat"], [{ by: "x".repeat(101), count: 1, at: 0 }], [{ count: 1 }]])(
  "%j is no beat",
  (progress) => {
    expect(parseBeat(progress)).toBeUndefined();
  },
);
