import type { Floats } from "../floats.js";

/**
 * ∂f/∂values by central differences, (f(v + h) - f(v - h)) / 2h for each value in turn: the oracle
 * of every backward pass. With float64 and h = 1e-5 it is right to some nine digits.
 */
export function numericGradient(values: Floats, f: () => number, h = 1e-5): Float64Array {
  return Float64Array.from(values, (value, i) => {
    values[i] = value + h;
    const above = f();
    values[i] = value - h;
    const below = f();
    values[i] = value;
    return (above - below) / (2 * h);
  });
}
