import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** A point of a named line. */
export interface Point {
  readonly line: string;
  readonly x: number;
  readonly y: number;
}

/** An SVG file of lines over two logarithmic axes, each named at its end. */
export function plotLines(points: readonly Point[], labels: { x: string; y: string }): string {
  const { document } = parseHTML("<html></html>");
  const figure = Plot.plot({
    document,
    width: 760,
    height: 460,
    marginLeft: 64,
    marginRight: 130,
    style: { background: "white", color: "black" },
    x: { type: "log", label: labels.x, tickFormat: ",d" },
    y: { type: "log", label: labels.y, grid: true, tickFormat: "~s" },
    color: { scheme: "Observable10" },
    marks: [
      Plot.lineY(points, { x: "x", y: "y", stroke: "line", marker: "circle" }),
      Plot.text(
        points,
        Plot.selectMaxX({ x: "x", y: "y", z: "line", text: "line", textAnchor: "start", dx: 8 }),
      ),
    ],
  });
  // In a file of its own, unlike in a page, SVG has to say that it is SVG.
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return figure.outerHTML + "\n";
}
