import fc from "fast-check";
import { expect, test } from "vitest";
import { columnMajor, isShape, rowMajor, shapeProblem, type Axis } from "./axes.js";
import { decodeArray } from "./decode-array.js";

const float64 = { kind: "float64", littleEndian: true } as const;

/** 0, 1, 2, … as they lie in a file. */
function counted(length: number): Uint8Array {
  return new Uint8Array(Float64Array.from({ length }, (_, i) => i).buffer);
}

/** Where each element lies, by the sum of index times stride, in row-major order of the indices. */
function places([axis, ...inner]: readonly Axis[]): number[] {
  if (axis === undefined) return [0];
  const rest = places(inner);
  return Array.from({ length: axis.length }, (_, i) =>
    rest.map((at) => i * axis.stride + at),
  ).flat();
}

const shape = fc.array(fc.nat(4), { maxLength: 5 });

test("elements come out in row-major order, whatever order their axes lie in", () => {
  const layout = shape.chain((lengths) =>
    fc.record({
      turn: fc.shuffledSubarray([...lengths.keys()], { minLength: lengths.length }),
      lengths: fc.constant(lengths),
      isFortran: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(layout, ({ lengths, turn, isFortran }) => {
      const stored = isFortran ? columnMajor(lengths) : rowMajor(lengths);
      const axes = turn.flatMap((from) => stored[from] ?? []);
      const bytes = counted(lengths.reduce((product, length) => product * length, 1));
      const { data, shape } = decodeArray({ bytes, type: float64, axes });
      expect(shape).toEqual(turn.map((from) => lengths[from]));
      expect(Array.from(data)).toEqual(places(axes));
    }),
  );
});

test("any bytes of float32 are kept to the bit, at any place in a file", () => {
  const type = { kind: "float32", littleEndian: true } as const;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(7), (content, offset) => {
      const whole = content.subarray(0, content.length - (content.length % 4));
      const bytes = Buffer.concat([Buffer.alloc(offset), whole]).subarray(offset);
      const { data } = decodeArray({ bytes, type, axes: rowMajor([whole.length / 4]) });
      expect(Buffer.from(data.buffer)).toEqual(Buffer.from(whole));
    }),
  );
});

test("a shape has up to 64 whole lengths from 0", () => {
  expect(isShape(Array.from({ length: 64 }, () => 1))).toBe(true);
  expect(isShape(Array.from({ length: 65 }, () => 1))).toBe(false);
  expect([[-1], [1.5], [2 ** 53], ["1"], [true], "12", null].some(isShape)).toBe(false);
});

test("a shape takes as many bytes as there are, and no more than numbers can tell exactly", () => {
  expect(shapeProblem([2, 3], float64, 48)).toBeUndefined();
  expect(shapeProblem([2, 0], float64, 0)).toBeUndefined();
  expect(shapeProblem([2, 3], float64, 47)).toBe("float64 of shape (2,3) takes 48 bytes, got 47");
  // 2^53 - 8 bytes, and 2^53: the first that is not told from its neighbours.
  expect(shapeProblem([2 ** 50 - 1], float64, 2 ** 53 - 8)).toBeUndefined();
  expect(shapeProblem([2 ** 50], float64, 2 ** 53)).toContain("beyond what a file can hold");
  expect(shapeProblem([2 ** 50, 0], float64, 0)).toContain("beyond what a file can hold");
});

test("an array of no elements is empty at once, though one axis be long", () => {
  const axes = columnMajor([2 ** 40, 0, 2]);
  expect(decodeArray({ bytes: new Uint8Array(), type: float64, axes }).data).toHaveLength(0);
});
