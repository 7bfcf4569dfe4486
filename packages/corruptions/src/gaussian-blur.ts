import { exp } from "./series.js";

/**
 * Prepares a Gaussian blur of planes, in place: first along rows, then along columns, with weights
 * exp(-d² / 2σ²) up to 4σ away, as SciPy's. Weights of what lies outside fall away, and the others
 * have sum 1.
 *
 * @param sigma in pixels
 */
export function gaussianBlur(
  sigma: number,
  height: number,
  width: number,
): (plane: Float64Array) => void {
  const reach = Math.floor(4 * sigma + 0.5);
  const between = new Float64Array(height * width);
  const alongRows = blurLines(sigma, reach, width);
  const alongColumns = blurLines(sigma, reach, height);
  return (plane) => {
    alongRows(plane, between, height, width, 1);
    alongColumns(between, plane, width, 1, width);
  };
}

/** Blurs `lines` lines of one length, from one plane into another. */
type BlurLines = (
  from: Float64Array,
  into: Float64Array,
  lines: number,
  betweenLines: number,
  betweenPixels: number,
) => void;

function blurLines(sigma: number, reach: number, length: number): BlurLines {
  const window = 2 * reach + 1;
  const weights = Float64Array.from({ length: length * window }, (_, i) => {
    const [place, d] = [Math.floor(i / window), (i % window) - reach];
    return place + d < 0 || place + d >= length ? 0 : exp(-(d * d) / (2 * sigma * sigma));
  });
  for (let place = 0; place < length; place++) {
    const here = weights.subarray(place * window, (place + 1) * window);
    const total = here.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < window; k++) here[k] = here[k]! / total;
  }
  return (from, into, lines, betweenLines, betweenPixels) => {
    for (let line = 0; line < lines; line++) {
      const start = line * betweenLines;
      for (let place = 0; place < length; place++) {
        const first = Math.max(0, place - reach);
        const last = Math.min(length - 1, place + reach);
        let tap = place * window + first - place + reach;
        let sum = 0;
        for (let i = first; i <= last; i++) {
          sum += weights[tap++]! * from[start + i * betweenPixels]!;
        }
        into[start + place * betweenPixels] = sum;
      }
    }
  };
}
