import { addScaledRows, type Terms } from "./add-scaled-rows.js";
import { trainable, type Floats, type LayerFactory } from "./layer.js";

/**
 * y = x·W + b, and with δ = ∂loss/∂y:
 *
 *     ∂loss/∂W = xᵀ·δ    ∂loss/∂b = Σ δ over the batch    ∂loss/∂x = δ·Wᵀ
 *
 * Inputs that are 0 — four pixels of five in MNIST, half of the outputs of a ReLU — cost nothing
 * in y and ∂loss/∂W.
 */
export const dense: LayerFactory<"dense"> = ({ attributes: { units } }, context) => {
  const { inputShape, batchSize, allocate } = context;
  const [inputs] = inputShape as [number];
  const [weight, bias] = [trainable(context, "weight"), trainable(context, "bias")];
  const y = allocate(batchSize * units);
  const dx = allocate(batchSize * inputs);
  const most = Math.max(inputs, batchSize);
  const terms: Terms = { offsets: new Uint32Array(most), factors: allocate(most) };
  let x: Floats = dx;
  return {
    outputShape: [units],
    parameters: [weight, bias],
    forward(input, count) {
      x = input;
      multiply(x, weight.values, bias.values, y, count, terms);
      return y;
    },
    parameterGradients(dy, count) {
      sumRows(dy, bias.gradient, count);
      multiplyTransposed(x, dy, weight.gradient, units, count, terms);
    },
    inputGradient(dy, count) {
      multiplyByTransposed(dy, weight.values, dx, units, count);
      return dx;
    },
  };
};

/** y = x·w + b */
function multiply(x: Floats, w: Floats, b: Floats, y: Floats, rows: number, terms: Terms): void {
  const units = b.length;
  const inputs = w.length / units;
  for (let row = 0; row < rows; row++) {
    let count = 0;
    for (let k = 0; k < inputs; k++) {
      const value = x[row * inputs + k]!;
      if (value === 0) continue;
      terms.factors[count] = value;
      terms.offsets[count++] = k * units;
    }
    const at = row * units;
    for (let j = 0; j < units; j++) y[at + j] = b[j]!;
    addScaledRows(y, at, units, w, terms, count);
  }
}

/** dw = xᵀ·dy */
function multiplyTransposed(
  x: Floats,
  dy: Floats,
  dw: Floats,
  units: number,
  rows: number,
  terms: Terms,
): void {
  const inputs = dw.length / units;
  dw.fill(0);
  for (let k = 0; k < inputs; k++) {
    let count = 0;
    for (let row = 0; row < rows; row++) {
      const value = x[row * inputs + k]!;
      if (value === 0) continue;
      terms.factors[count] = value;
      terms.offsets[count++] = row * units;
    }
    addScaledRows(dw, k * units, units, dy, terms, count);
  }
}

/** dx = dy·wᵀ, four inputs at a time: four independent sums keep the processor busy. */
function multiplyByTransposed(
  dy: Floats,
  w: Floats,
  dx: Floats,
  units: number,
  rows: number,
): void {
  const inputs = w.length / units;
  const whole = inputs - (inputs % 4);
  for (let row = 0; row < rows; row++) {
    const from = row * units;
    const to = row * inputs;
    for (let k = 0; k < whole; k += 4) {
      const [a, b, c, d] = [k * units, (k + 1) * units, (k + 2) * units, (k + 3) * units];
      let [sa, sb, sc, sd] = [0, 0, 0, 0];
      for (let j = 0; j < units; j++) {
        const slope = dy[from + j]!;
        sa += slope * w[a + j]!;
        sb += slope * w[b + j]!;
        sc += slope * w[c + j]!;
        sd += slope * w[d + j]!;
      }
      dx[to + k] = sa;
      dx[to + k + 1] = sb;
      dx[to + k + 2] = sc;
      dx[to + k + 3] = sd;
    }
    for (let k = whole; k < inputs; k++) {
      let sum = 0;
      for (let j = 0; j < units; j++) sum += dy[from + j]! * w[k * units + j]!;
      dx[to + k] = sum;
    }
  }
}

/** The sum of the rows of x. */
function sumRows(x: Floats, sums: Floats, rows: number): void {
  const width = sums.length;
  sums.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < width; j++) sums[j]! += x[row * width + j]!;
  }
}
