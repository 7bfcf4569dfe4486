import * as Plot from "@observablehq/plot";
import { colors, type Chart } from "./svg.js";

/** Of a drawing, in pixels. */
export const WIDTH = 1200;

/** A chart without scales and axes: its coordinates are pixels. */
export function canvas(height: number, marks: readonly Plot.Markish[], width = WIDTH): Chart {
  const pixels = { type: "identity", axis: null } as const;
  return {
    width,
    height,
    margin: 0,
    x: pixels,
    y: pixels,
    marks: [...marks],
  } satisfies Plot.PlotOptions & Chart;
}

/** Something to read in the middle of a place, or to the right of it. */
export interface Words {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export function words(texts: readonly Words[], options: Plot.TextOptions = {}): Plot.Markish {
  return Plot.text(texts, {
    x: "x",
    y: "y",
    text: "text",
    fontSize: 14,
    fill: colors.ink,
    // A name from a file may be of any length.
    lineWidth: 14,
    textOverflow: "ellipsis",
    ...options,
  });
}

/** The picture's title, and what its marks mean, in its corners. */
export function titleAndLegend(title: string, legend: string, height: number): Plot.Markish[] {
  const left = { textAnchor: "start", lineWidth: 60 } as const;
  return [
    words([{ x: 30, y: 32, text: title }], { ...left, fontSize: 20, fontWeight: "bold" }),
    words([{ x: 30, y: height - 24, text: legend }], {
      ...left,
      fill: colors.faint,
      lineWidth: 90,
    }),
  ];
}
