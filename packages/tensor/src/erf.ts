/**
 * The error function `2/√π ∫₀ˣ e^(-t²) dt` in float64, within 2e-15: its Taylor series with all terms
 * positive, `2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!`, below 2.5, and the continued fraction of its
 * complement above (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14).
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return Number.isNaN(x) ? NaN : Math.sign(x);
  return Math.sign(x) * (size < 2.5 ? series(size) : 1 - complement(size));
}

function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** `e^(-x²) / √π · 1 / (x + (1/2) / (x + (2/2) / (x + …)))`, from its 60th term up. */
function complement(x: number): number {
  let tail = x;
  for (let n = 60; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
}
