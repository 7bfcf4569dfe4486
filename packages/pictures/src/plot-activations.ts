import { oneOf, requireArgument, required, type Expectation } from "@evalpool/errors";
import * as Plot from "@observablehq/plot";
import {
  curve,
  formulas,
  softmaxExample,
  type ActivationName,
  type CurveName,
  type Point,
} from "./activation-data.js";
import { colors, toSvg, type Chart } from "./svg.js";

/** Told apart by the colour-blind, and, where there are several, by dashes without any colour. */
const styles: Readonly<Record<CurveName, { stroke: string; strokeDasharray?: string }>> = {
  step: { stroke: "#b45309" },
  sigmoid: { stroke: "#1d5fbf", strokeDasharray: "12 5" },
  relu: { stroke: "#047857", strokeDasharray: "6 6" },
  identity: { stroke: "#9333ea" },
};

/** From the lowest to the topmost: a curve that is dashed does not hide the one below. */
const layers: readonly CurveName[] = ["identity", "step", "sigmoid", "relu"];

const WIDTH = 800;

/** Activation functions from -5 to 5 in one chart, softmax as shares in one of its own, as SVG. */
export function plotActivations(names: readonly ActivationName[]): string {
  const known = Object.keys(formulas);
  requireArgument("plotActivations: names", arrayOf(known), names);
  const curves = layers.filter((name) => names.includes(name));
  const charts = [
    ...(curves.length > 0 ? [curvesChart(curves)] : []),
    ...(names.includes("softmax") ? [sharesChart(softmaxExample())] : []),
  ];
  const title = `${names.length === 1 ? "Activation function" : "Activation functions"} ${names.join(", ")}`;
  const description = names.map((name) => `${name}(x) = ${formulas[name]}`).join("; ");
  return toSvg(charts, { title, description });
}

function arrayOf(words: readonly string[]): Expectation {
  return {
    expected: `an array of ${words.join(", ")}`,
    isMet: (value) => Array.isArray(value) && value.every(oneOf(words).isMet),
  };
}

function curvesChart(names: readonly CurveName[]): Chart {
  const series = names.map((name) => ({ name, points: curve(name, 401) }));
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.08 * (high - low);
  const style = (name: CurveName) =>
    series.length > 1 ? styles[name] : { stroke: styles[name].stroke };
  return {
    width: WIDTH,
    height: 480,
    margin: 50,
    marginTop: 60,
    marginRight: 250,
    style: { fontSize: "14px" },
    x: { domain: [-5, 5], ticks: 11, label: "x", labelAnchor: "center", labelArrow: "none" },
    y: { domain: [low - margin, high + margin], label: null, grid: true },
    marks: [
      heading(
        series.length === 1 ? `${names[0]} from -5 to 5` : "activation functions from -5 to 5",
      ),
      Plot.ruleX([0], { strokeOpacity: 0.4 }),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      ...series.map(({ name, points }) =>
        Plot.line(points, {
          x: "x",
          y: "y",
          strokeWidth: 3,
          ...style(name),
          ariaDescription: name,
        }),
      ),
      Plot.text(namesBeside(series, (high - low) / 14), {
        x: 5,
        y: "y",
        text: ({ name }: Label) => `${name}(x) = ${formulas[name]}`,
        fill: ({ name }: Label) => styles[name].stroke,
        textAnchor: "start",
        dx: 10,
        ariaDescription: "names",
      }),
    ],
  } satisfies Plot.PlotOptions & Chart;
}

interface Label {
  readonly name: CurveName;
  readonly y: number;
}

/** Names where their curves end on the right, moved down as far as it takes not to overlap. */
function namesBeside(
  series: readonly { readonly name: CurveName; readonly points: readonly Point[] }[],
  gap: number,
): Label[] {
  let next = Infinity;
  return series
    .map(({ name, points }) => ({ name, y: required(points.at(-1), "point").y }))
    .sort((a, b) => b.y - a.y)
    .map(({ name, y }) => {
      const free = Math.min(y, next);
      next = free - gap;
      return { name, y: free };
    });
}

function sharesChart(shares: readonly Point[]): Chart {
  const inputs = shares.map(({ x }) => x).join(", ");
  const sum = shares.reduce((total, { y }) => total + y, 0);
  return {
    width: WIDTH,
    height: 360,
    margin: 50,
    marginTop: 60,
    style: { fontSize: "14px" },
    x: { type: "band", label: "x of each class", labelArrow: "none", padding: 0.3 },
    y: { domain: [0, 1], label: null, grid: true },
    marks: [
      heading(`softmax(${inputs}): the share of each class, ${sum.toFixed(4)} in all`),
      Plot.barY(shares, { x: "x", y: "y", fill: "#1d5fbf", ariaDescription: "shares" }),
      Plot.text(shares, {
        x: "x",
        y: "y",
        text: ({ y }: Point) => y.toFixed(4),
        dy: -10,
        fontWeight: "bold",
      }),
      Plot.ruleY([0]),
    ],
  } satisfies Plot.PlotOptions & Chart;
}

function heading(text: string): Plot.Markish {
  return Plot.text([text], {
    frameAnchor: "top-left",
    dy: -36,
    dx: -40,
    fontSize: 18,
    fontWeight: "bold",
    fill: colors.ink,
  });
}
