import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends, rowsOf } from "../testing/backends.js";

describe.each(backends)("%s", (name, create) => {
  test("predictions are the first of the largest, in each row", () => {
    const backend = create();
    const rows = rowsOf(backend, [1, 3, 3, -1, 0, -5, -2, -3, -9, -2], 2);
    expect(Array.from(backend.summarize(rows, 2, 5).predictions.subarray(0, 2))).toEqual([1, 1]);
  });

  test("sums are the softmax's but for the largest, for any width, wherever that is", () => {
    const logit = fc.float({ min: -20, max: 20, noNaN: true });
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }))
      .chain(([n, width]) =>
        fc.array(fc.array(logit, { minLength: width, maxLength: width }), {
          minLength: n,
          maxLength: n,
        }),
      );
    fc.assert(
      fc.property(matrix, (x) => {
        const backend = create();
        const width = x[0]!.length;
        const got = backend.summarize(rowsOf(backend, x.flat(), x.length), x.length, width);
        for (const [i, row] of x.entries()) {
          const max = Math.max(...row);
          // e = np.delete(np.exp(x - x.max()), x.argmax()); e.sum(), (e * e).sum()
          const others = row.toSpliced(row.indexOf(max), 1);
          // Kernels round the difference, which the squares see twice; the reference does not.
          const round = name === "reference" ? (value: number) => value : Math.fround;
          const powers = others.map((value) => Math.exp(round(value - max)));
          const sum = powers.reduce((a, b) => a + b, 0);
          const squares = powers.reduce((a, b) => a + b * b, 0);
          expect(got.predictions[i]).toBe(row.indexOf(max));
          expect(Math.abs(got.sums[2 * i]! - sum)).toBeLessThanOrEqual(2e-6 * sum);
          expect(Math.abs(got.sums[2 * i + 1]! - squares)).toBeLessThanOrEqual(2e-6 * squares);
        }
      }),
    );
  });

  // np.exp(np.float64(-20)), and of -100 a thousand times: 3.720075976020836e-44 * 1000
  test("sums of a confident row keep their digits, and what is far below does not add up", () => {
    const summarize = (x: number[]): Float32Array => {
      const backend = create();
      return backend.summarize(rowsOf(backend, x), 1, x.length).sums.slice(0, 2);
    };
    const below = (gap: number, count: number) => [...new Array<number>(count).fill(-gap), 0];
    const near = (got: number, value: number) =>
      expect(Math.abs(got - value)).toBeLessThanOrEqual(2e-6 * value + 2 ** -149);
    near(summarize(below(20, 1))[0]!, 2.061153622438558e-9);
    near(summarize(below(20, 1))[1]!, 4.248354255291589e-18);
    near(summarize(below(100, 1000))[0]!, 3.720075976020836e-41);
    near(summarize(below(104, 1000))[0]!, 6.813556821545298e-43);
    expect(summarize(below(60, 1000))[1]).toBe(0); // 1000 * e^-120, less than half of 2^-149
    for (const gap of [121, 200, 1e30, Infinity]) {
      expect(Array.from(summarize(below(gap, 1000)))).toEqual([0, 0]);
    }
  });

  test("a row of one class has no other", () => {
    const backend = create();
    const { predictions, sums } = backend.summarize(rowsOf(backend, [-3]), 1, 1);
    expect([predictions[0], sums[0], sums[1]]).toEqual([0, 0, 0]);
  });

  test("the softmax of no finite logits has no sum", () => {
    for (const values of [
      [NaN, 0],
      [0, NaN],
      [NaN, NaN],
      [Infinity, 0],
      [0, Infinity],
      [Infinity, Infinity],
      [Infinity, -Infinity],
      [-Infinity, -Infinity],
    ]) {
      const backend = create();
      const { sums } = backend.summarize(rowsOf(backend, values), 1, 2);
      expect(sums[0]).toBeNaN();
    }
    // A NaN of other bits than the usual is one too.
    const backend = create();
    const rows = rowsOf(backend, [1, 1, 1]);
    new Uint32Array(rows.data.buffer, rows.data.byteOffset)[1] = 0x7fc00001;
    expect(backend.summarize(rows, 1, 3).sums[0]).toBeNaN();
  });
});
