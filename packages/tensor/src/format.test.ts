import { describe, expect, test } from "vitest";
import { divide } from "./arithmetic.js";
import { format } from "./format.js";
import { arange, tensor, zeros, type Tensor } from "./tensor.js";
import { reshape } from "./views.js";

const nan = NaN;
const inf = Infinity;

/** What NumPy 2.4 prints for `print(…)`, the same in TypeScript, and NumPy's text. */
type Case = [numpy: string, t: Tensor, text: string];

function testCases(cases: Case[]): void {
  test.each(cases)("%s", (_, t, text) => {
    expect(format(t)).toBe(text);
  });
}

describe("at most 8 decimals, as few as tell the values apart, aligned at the point", () => {
  testCases([
    ["np.array([1.0, 2.0, 3.0])", tensor([1, 2, 3]), "[1. 2. 3.]"],
    [
      "np.array([0.31682708, 0.5, 2 / 3])",
      tensor([0.31682708, 0.5, 2 / 3]),
      "[0.31682708 0.5        0.66666667]",
    ],
    ["np.array([0.1, 22.25, 99])", tensor([0.1, 22.25, 99]), "[ 0.1  22.25 99.  ]"],
    ["np.array([-1, 2.5])", tensor([-1, 2.5]), "[-1.   2.5]"],
    ["np.array([-0.0, 1.0])", tensor([-0, 1]), "[-0.  1.]"],
    ["np.array([0.999999999, 1.5])", tensor([0.999999999, 1.5]), "[1.  1.5]"],
  ]);
});

describe("integers align right", () => {
  testCases([
    ["np.array([1, -20, 300], 'i4')", tensor([1, -20, 300], "int32"), "[  1 -20 300]"],
    ["np.array([0, 7, 255], 'u1')", tensor([0, 7, 255], "uint8"), "[  0   7 255]"],
  ]);
});

describe("nan and inf have neither point nor exponent, but align", () => {
  testCases([
    ["np.array([1, np.nan, -np.inf])", tensor([1, nan, -inf]), "[  1.  nan -inf]"],
    ["np.array([0.25, np.nan])", tensor([0.25, nan]), "[0.25  nan]"],
    ["np.array([np.inf, np.nan])", tensor([inf, nan]), "[inf nan]"],
    ["np.array([1e9, np.nan])", tensor([1e9, nan]), "[1.e+09    nan]"],
  ]);
});

describe("all take an exponent where one is large, tiny, or 1,000 times another", () => {
  testCases([
    ["np.array([99999999, 123456.5])", tensor([99999999, 123456.5]), "[99999999.    123456.5]"],
    ["np.array([1e8, 123456.5])", tensor([1e8, 123456.5]), "[1.000000e+08 1.234565e+05]"],
    ["np.array([1e-4, 0])", tensor([1e-4, 0]), "[0.0001 0.    ]"],
    ["np.array([9.9e-5, 0])", tensor([9.9e-5, 0]), "[9.9e-05 0.0e+00]"],
    ["np.array([0.5, 500])", tensor([0.5, 500]), "[  0.5 500. ]"],
    ["np.array([0.5, -501])", tensor([0.5, -501]), "[ 5.00e-01 -5.01e+02]"],
    ["np.array([1e-5, -2.5e200])", tensor([1e-5, -2.5e200]), "[ 1.0e-005 -2.5e+200]"],
  ]);
});

describe("a value between two goes to the even one, where JavaScript rounds it up", () => {
  testCases([
    [
      "np.array([0.001953125, 0.005859375])",
      tensor([0.001953125, 0.005859375]),
      "[0.00195312 0.00585938]",
    ],
    [
      "np.array([1000000005.0, 1000000015.0])",
      tensor([1000000005, 1000000015]),
      "[1.00000000e+09 1.00000002e+09]",
    ],
    ["np.array([1.01953125], 'f4')", tensor([1.01953125], "float32"), "[1.0195312]"],
  ]);
});

describe("float32 shows its own digits and takes exponents from 1e6 on", () => {
  testCases([
    [
      "np.array([1 / 3, 2 / 3], 'f4')",
      tensor([1 / 3, 2 / 3], "float32"),
      "[0.33333334 0.6666667 ]",
    ],
    ["np.array([999999], 'f4')", tensor([999999], "float32"), "[999999.]"],
    ["np.array([1234567], 'f4')", tensor([1234567], "float32"), "[1.234567e+06]"],
    // Exact, 1e-4 in float32 is below 1e-4, and 5 more than 1,000 times 0.005.
    ["np.array([1e-4, 0.05], 'f4')", tensor([1e-4, 0.05], "float32"), "[0.0001 0.05  ]"],
    ["np.array([0.005, 5], 'f4')", tensor([0.005, 5], "float32"), "[0.005 5.   ]"],
  ]);
});

describe("a scalar is what Python's str makes of it", () => {
  testCases([
    ["np.array(32.0)", tensor(32), "32.0"],
    ["np.array(-32, 'i4')", tensor(-32, "int32"), "-32"],
    ["np.array(2 / 3)", tensor(2 / 3), "0.6666666666666666"],
    ["np.array(0.1, 'f4')", tensor(0.1, "float32"), "0.1"],
    ["np.array(0.0001)", tensor(0.0001), "0.0001"],
    ["np.array(2.5e-7)", tensor(2.5e-7), "2.5e-07"],
    ["np.array(9e15)", tensor(9e15), "9000000000000000.0"],
    ["np.array(1e16)", tensor(1e16), "1e+16"],
    ["np.array(1234567, 'f4')", tensor(1234567, "float32"), "1.234567e+06"],
    ["np.array(-0.0)", tensor(-0), "-0.0"],
    ["np.array(-np.inf)", tensor(-inf), "-inf"],
    ["np.array(np.nan)", tensor(nan), "nan"],
  ]);
});

describe("rows stand below each other, with blank lines between matrices", () => {
  testCases([
    ["np.array([])", tensor([]), "[]"],
    ["np.zeros((2, 0))", zeros([2, 0]), "[]"],
    ["np.zeros((1, 1, 1))", zeros([1, 1, 1]), "[[[0.]]]"],
    [
      "np.array([[1, 2], [3, 40.5]])",
      reshape(tensor([1, 2, 3, 40.5]), [2, 2]),
      "[[ 1.   2. ]\n [ 3.  40.5]]",
    ],
    [
      "np.arange(8.0).reshape(2, 2, 2)",
      reshape(arange(0, 8), [2, 2, 2]),
      "[[[0. 1.]\n  [2. 3.]]\n\n [[4. 5.]\n  [6. 7.]]]",
    ],
    [
      "np.arange(4.0).reshape(2, 2, 1, 1)",
      reshape(arange(0, 4), [2, 2, 1, 1]),
      "[[[[0.]]\n\n  [[1.]]]\n\n\n [[[2.]]\n\n  [[3.]]]]",
    ],
  ]);
});

describe("lines break before column 75", () => {
  const sevenths = { data: arange(0, 30).data.map((value) => value / 7), shape: [30] };
  const tens = { data: Int32Array.from(arange(10, 40).data), shape: [30] };
  testCases([
    [
      "np.arange(30) / 7",
      sevenths,
      `[0.         0.14285714 0.28571429 0.42857143 0.57142857 0.71428571
 0.85714286 1.         1.14285714 1.28571429 1.42857143 1.57142857
 1.71428571 1.85714286 2.         2.14285714 2.28571429 2.42857143
 2.57142857 2.71428571 2.85714286 3.         3.14285714 3.28571429
 3.42857143 3.57142857 3.71428571 3.85714286 4.         4.14285714]`,
    ],
    [
      "(np.arange(30) / 7).reshape(2, 15)",
      reshape(sevenths, [2, 15]),
      `[[0.         0.14285714 0.28571429 0.42857143 0.57142857 0.71428571
  0.85714286 1.         1.14285714 1.28571429 1.42857143 1.57142857
  1.71428571 1.85714286 2.        ]
 [2.14285714 2.28571429 2.42857143 2.57142857 2.71428571 2.85714286
  3.         3.14285714 3.28571429 3.42857143 3.57142857 3.71428571
  3.85714286 4.         4.14285714]]`,
    ],
    // 74 columns fit, 75 do not.
    [
      "np.zeros(40, 'u1')",
      zeros([40], "uint8"),
      `[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
 0 0 0]`,
    ],
    [
      "np.arange(10, 40)",
      tens,
      `[10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
 34 35 36 37 38 39]`,
    ],
  ]);
});

describe("of more than 1,000 elements only the corners are shown, and set the format", () => {
  const thousand = format(zeros([1000]));
  test("np.zeros(1000) is shown in full", () => {
    expect(thousand.match(/0\./g)).toHaveLength(1000);
  });

  // In the middle, where it is left out, is what would need an exponent.
  const peak = arange(0, 1001);
  peak.data[500] = 1e12;
  testCases([
    ["x = np.arange(1001.0); x[500] = 1e12", peak, "[   0.    1.    2. ...  998.  999. 1000.]"],
    [
      "np.arange(2000.0).reshape(20, 100)",
      reshape(arange(0, 2000), [20, 100]),
      `[[0.000e+00 1.000e+00 2.000e+00 ... 9.700e+01 9.800e+01 9.900e+01]
 [1.000e+02 1.010e+02 1.020e+02 ... 1.970e+02 1.980e+02 1.990e+02]
 [2.000e+02 2.010e+02 2.020e+02 ... 2.970e+02 2.980e+02 2.990e+02]
 ...
 [1.700e+03 1.701e+03 1.702e+03 ... 1.797e+03 1.798e+03 1.799e+03]
 [1.800e+03 1.801e+03 1.802e+03 ... 1.897e+03 1.898e+03 1.899e+03]
 [1.900e+03 1.901e+03 1.902e+03 ... 1.997e+03 1.998e+03 1.999e+03]]`,
    ],
    [
      "np.arange(1400, dtype='i4').reshape(700, 2, 1)",
      reshape({ data: Int32Array.from(arange(0, 1400).data), shape: [1400] }, [700, 2, 1]),
      `[[[   0]
  [   1]]

 [[   2]
  [   3]]

 [[   4]
  [   5]]

 ...

 [[1394]
  [1395]]

 [[1396]
  [1397]]

 [[1398]
  [1399]]]`,
    ],
  ]);
});

describe("when and how much is left out, as numpy.printoptions says it", () => {
  // with np.printoptions(threshold=20, edgeitems=1): print(np.arange(48.0).reshape(3, 4, 4) / 8)
  test("one entry at each end of each axis", () => {
    const x = reshape(divide(arange(0, 48), 8), [3, 4, 4]);
    expect(format(x, { threshold: 20, edgeItems: 1 })).toBe(`\
[[[0.    ... 0.375]
  ...
  [1.5   ... 1.875]]

 ...

 [[4.    ... 4.375]
  ...
  [5.5   ... 5.875]]]`);
  });

  // with np.printoptions(threshold=5): print(np.arange(7.0) / 3), and with threshold=7
  test("of more elements than the threshold alone", () => {
    const x = divide(arange(0, 7), 3);
    const ends = "[0.         0.33333333 0.66666667 ... 1.33333333 1.66666667 2.        ]";
    expect(format(x, { threshold: 5 })).toBe(ends);
    expect(format(x, { threshold: 7 })).toBe(format(x));
  });
});
