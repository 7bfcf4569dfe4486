import chart from "simple-ascii-chart";
import {
  curve,
  formulas,
  softmaxExample,
  type ActivationName,
  type CurveName,
} from "@evalpool/pictures";

const xTicks = Array.from({ length: 11 }, (_, i) => i - 5);

/**
 * Activation functions as text, one below another on the same x axis: characters are too coarse
 * for curves that overlap, and so it takes no colour to tell them apart.
 *
 * @param columns width of the terminal
 */
export function showActivations(names: readonly ActivationName[], columns: number): string {
  const width = Math.max(Math.min(columns, 80), 40);
  return names
    .map((name) => {
      const drawn = name === "softmax" ? showShares(width) : showCurve(name, width);
      return `${name}(x) = ${formulas[name]}\n\n${drawn}`;
    })
    .join("\n");
}

function showCurve(name: CurveName, width: number): string {
  // The axis and its labels take nine columns; one point for each of the others.
  const points = curve(name, 2 * Math.floor((width - 9) / 2) + 1);
  const bounded = points.every(({ y }) => y >= 0 && y <= 1);
  const text = chart(
    points.map(({ x, y }) => [x, y]),
    {
      width: points.length,
      height: 11,
      customXAxisTicks: xTicks,
      customYAxisTicks: bounded ? [0, 1] : xTicks,
      ...(bounded && { yRange: [0, 1] }),
    },
  );
  return trimLines(text);
}

/** Bars of which a number stands at the end: the chart library has none of that kind. */
function showShares(width: number): string {
  return softmaxExample()
    .map(
      ({ x, y }) =>
        `${String(x).padStart(4)} ┤${"█".repeat(Math.round(y * (width - 16)))} ${y.toFixed(4)}\n`,
    )
    .join("");
}

/** Without spaces behind lines and empty lines around them. */
function trimLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  return lines.filter((line) => line !== "").join("\n") + "\n";
}
