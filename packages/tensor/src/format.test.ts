import { expect, test } from "vitest";
import { format } from "./format.js";
import { arange, tensor, zeros, type Tensor } from "./tensor.js";
import { reshape } from "./views.js";

const nan = NaN;
const inf = Infinity;

// Each text is what `print(np.array(…))` gives under NumPy 2's default print options.
test.each<[string, Tensor, string]>([
  [
    "8 decimals, no zeros behind",
    tensor([0.31682708, 0.5, 2 / 3]),
    "[0.31682708 0.5        0.66666667]",
  ],
  ["whole floats keep their point", tensor([1, 2, 3]), "[1. 2. 3.]"],
  ["signs align", tensor([-1, 2.5]), "[-1.   2.5]"],
  ["integers", tensor([1, -20, 300], "int32"), "[  1 -20 300]"],
  ["an exponent for tiny values", tensor([1e-5, 1]), "[1.e-05 1.e+00]"],
  ["an exponent for large values", tensor([123456789, 1.5]), "[1.23456789e+08 1.50000000e+00]"],
  [
    "an exponent for values far apart",
    tensor([0.1, 22.25, -333.125]),
    "[ 1.00000e-01  2.22500e+01 -3.33125e+02]",
  ],
  ["float32 in its own digits", tensor([1 / 3, 2 / 3], "float32"), "[0.33333334 0.6666667 ]"],
  ["float32 takes exponents earlier", tensor([1234567], "float32"), "[1.234567e+06]"],
  ["where float64 does not", tensor([1234567]), "[1234567.]"],
  ["ties go to the even digit", tensor([0.001953125, 0.005859375]), "[0.00195312 0.00585938]"],
  ["in float32 too", tensor([1.01953125], "float32"), "[1.0195312]"],
  ["nan and inf", tensor([1, nan, -inf]), "[  1.  nan -inf]"],
  ["minus zero", tensor([-0, 1]), "[-0.  1.]"],
  ["nothing", zeros([0, 3]), "[]"],
  ["a scalar of float", tensor(32), "32.0"],
  ["a scalar of int", tensor(32, "int32"), "32"],
  [
    "rows",
    tensor([
      [1, 2],
      [3, 40],
    ]),
    "[[ 1.  2.]\n [ 3. 40.]]",
  ],
  [
    "three axes, with a blank line",
    reshape(arange(0, 8), [2, 2, 2]),
    "[[[0. 1.]\n  [2. 3.]]\n\n [[4. 5.]\n  [6. 7.]]]",
  ],
  ["more than 1,000 elements", arangeInt(2000), "[   0    1    2 ... 1997 1998 1999]"],
])("%s", (_, t, text) => {
  expect(format(t)).toBe(text);
});

// print(np.arange(30) / 7)
test("lines of 75 characters", () => {
  const sevenths = { data: arange(0, 30).data.map((value) => value / 7), shape: [30] };
  expect(format(sevenths)).toBe(
    `[0.         0.14285714 0.28571429 0.42857143 0.57142857 0.71428571
 0.85714286 1.         1.14285714 1.28571429 1.42857143 1.57142857
 1.71428571 1.85714286 2.         2.14285714 2.28571429 2.42857143
 2.57142857 2.71428571 2.85714286 3.         3.14285714 3.28571429
 3.42857143 3.57142857 3.71428571 3.85714286 4.         4.14285714]`,
  );
});

// print(np.arange(2000.0).reshape(20, 100))
test("a large matrix shows its corners", () => {
  expect(format(reshape(arange(0, 2000), [20, 100]))).toBe(
    `[[0.000e+00 1.000e+00 2.000e+00 ... 9.700e+01 9.800e+01 9.900e+01]
 [1.000e+02 1.010e+02 1.020e+02 ... 1.970e+02 1.980e+02 1.990e+02]
 [2.000e+02 2.010e+02 2.020e+02 ... 2.970e+02 2.980e+02 2.990e+02]
 ...
 [1.700e+03 1.701e+03 1.702e+03 ... 1.797e+03 1.798e+03 1.799e+03]
 [1.800e+03 1.801e+03 1.802e+03 ... 1.897e+03 1.898e+03 1.899e+03]
 [1.900e+03 1.901e+03 1.902e+03 ... 1.997e+03 1.998e+03 1.999e+03]]`,
  );
});

function arangeInt(stop: number): Tensor {
  return { data: Int32Array.from(arange(0, stop).data), shape: [stop] };
}
