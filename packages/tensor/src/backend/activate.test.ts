import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyFunction,
  backends,
  functions,
  dense,
  rowsOf,
  valuesOf,
} from "../testing/backends.js";

type FunctionName = (typeof functions)[number];

describe.each(backends)("%s", (_, create) => {
  function activate(activation: FunctionName, x: number[]): number[] {
    const backend = create();
    const rows = rowsOf(backend, x);
    applyFunction(backend, activation, rows, 1, x.length);
    return valuesOf(rows, 1, x.length)[0]!;
  }

  test("activations agree with float64, extremes included", () => {
    const x = [
      -1000, -745, -104, -103, -96, -88, -87, -20, -1.5, -0.1, -0, 0, 1e-8, 0.5, 3, 16, 87, 88, 745,
      1000,
    ];
    const expected: Record<FunctionName, number[]> = {
      step: x.map((v) => (v > 0 ? 1 : 0)),
      sigmoid: x.map((v) => 1 / (1 + Math.exp(-v))),
      relu: x.map((v) => Math.max(0, v)),
      identity: x,
      softmax: x.map((v) => Math.exp(v - 1000)),
    };
    for (const activation of functions) {
      const got = activate(activation, x);
      for (const [i, value] of expected[activation].entries()) {
        // Rounding of float32, whose smallest number is 2^-149.
        const tolerance = 4e-7 * Math.abs(value) + 2 ** -149;
        expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  test("sigmoid is within 2.5 ulp from where it is 0 to where it is 1", () => {
    for (let from = -106; from < 30; from += 1) {
      const x = Array.from({ length: 300 }, (_, i) => Math.fround(from + i / 300));
      for (const [i, got] of activate("sigmoid", x).entries()) {
        const value = 1 / (1 + Math.exp(-x[i]!));
        const ulp = 2 ** Math.max(-149, Math.floor(Math.log2(value)) - 23);
        expect(Math.abs(got - value) / ulp).toBeLessThan(2.5);
      }
    }
  });

  // np.float32(1 / (1 + np.exp(-x))) of float64 x: 8.194e-40, 3.78e-44, 1e-45, 0
  test("sigmoid of less than -87 goes on getting smaller, down to the last number", () => {
    const x = [-90, -100, -103.9, -104];
    const [a, b, ...rest] = activate("sigmoid", x);
    expect(a! / 8.194012623990515e-40).toBeCloseTo(1, 5);
    expect(Math.abs(b! - 3.720075976020836e-44)).toBeLessThanOrEqual(2 ** -149);
    expect(rest).toEqual([2 ** -149, 0]);
  });

  // Of two units, one at -95 and one at -90, weights of 3e38 tell which is larger.
  test("the next layer reads what lies below e^-87", () => {
    const backend = create();
    const hidden = rowsOf(backend, [-95, -90]);
    backend.activate({ name: "sigmoid" }, hidden, 1, 2);
    const layer = { weight: Float32Array.of(3e38, 0, 0, 3e38), bias: new Float32Array(2) };
    const rows = dense(backend, backend.packDense(layer), 1)(hidden, 1);
    // 3e38 * np.exp(-95.0), 3e38 * np.exp(-90.0)
    const [[a, b] = []] = valuesOf(rows, 1, 2);
    expect(a).toBeCloseTo(0.0016563, 6);
    expect(b).toBeCloseTo(0.2458204, 5);
    expect(backend.summarize(rows, 1, 2).predictions[0]).toBe(1);
  });

  test("infinities are the ends of every activation", () => {
    expect(activate("sigmoid", [-Infinity, Infinity])).toEqual([0, 1]);
    expect(activate("relu", [-Infinity, Infinity])).toEqual([0, Infinity]);
    expect(activate("step", [-Infinity, Infinity])).toEqual([0, 1]);
  });

  test("sigmoid never falls where x grows", () => {
    const logit = fc.float({ min: -110, max: 40, noNaN: true });
    fc.assert(
      fc.property(fc.array(logit, { minLength: 2, maxLength: 60 }), (x) => {
        const sorted = x.sort((a, b) => a - b);
        const got = activate("sigmoid", sorted);
        for (let i = 1; i < got.length; i++) {
          // Two neighbours may be off in opposite ways.
          expect(got[i]!).toBeGreaterThanOrEqual(got[i - 1]! * (1 - 4e-7));
        }
      }),
    );
  });

  // np.maximum(np.float32(0), np.float32([-0.0, 0.0]))
  test("relu keeps -0", () => {
    const backend = create();
    const rows = rowsOf(backend, [1, 1, 1, 1, 1]);
    rows.data.set([-0, 0, -1, NaN, 2]);
    backend.activate({ name: "relu" }, rows, 1, 5);
    expect(valuesOf(rows, 1, 5)[0]).toEqual([-0, 0, 0, NaN, 2]);
  });

  test("NaN stays NaN, whatever its bits", () => {
    const bits = Uint32Array.of(0x7fc00000, 0x7fc00001, 0xffc00000, 0xffffffff, 0x7fc0ffff);
    for (const activation of ["sigmoid", "relu", "softmax", "identity"] as const) {
      const backend = create();
      const rows = rowsOf(backend, [1, 1, 1, 1, 1]);
      new Uint32Array(rows.data.buffer, rows.data.byteOffset).set(bits);
      applyFunction(backend, activation, rows, 1, 5);
      expect(valuesOf(rows, 1, 5)[0]).toEqual([NaN, NaN, NaN, NaN, NaN]);
    }
  });
});
