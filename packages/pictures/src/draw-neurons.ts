import { required } from "@evalpool/errors";
import * as Plot from "@observablehq/plot";
import { canvas, titleAndLegend, WIDTH, words, type Words } from "./canvas.js";
import type { Column, Edge, NeuronGraph } from "./neuron-graph.js";
import { placeLabels } from "./place-labels.js";
import { formatParameter, formatWeight } from "./labels.js";
import { colors, toSvg, type Caption } from "./svg.js";

const MARGIN = 80;
const HEADER = 120;
const FOOTER = 60;
const RADIUS = 24;
const FONT_SIZE = 12;

/** Blue and orange, which the colour-blind tell apart. */
const SIGNS = { positive: "#1d5fbf", negative: "#b45309", unknown: "#8b949e" } as const;

/** A neuron in its place. */
interface Dot {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly bias: string;
  readonly className: string;
  readonly title: string;
}

/** An edge in its place. */
interface Link {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly title: string;
  readonly label: string;
  readonly color: string;
  readonly width: number;
}

/**
 * A small network as SVG: every neuron with its bias, every weight on its edge. Where neurons of a
 * layered network stand follows from counting them, in their order, which general layouts of graphs
 * do not keep: this takes no more than marks of the chart library at given pixels.
 */
export function drawNeurons(graph: NeuronGraph, caption: Caption): string {
  const rows = Math.max(...graph.columns.map(({ neurons }) => neurons.length));
  const spacing = rows > 4 ? 100 : 130;
  const height = HEADER + rows * spacing + FOOTER;
  const gap = (WIDTH - 2 * MARGIN) / (graph.columns.length - 1);
  const dots = graph.columns.map((column, c) => {
    // Spread over the whole height, for edges that are less steep cross less.
    const own = (rows * spacing) / column.neurons.length;
    return dotsOf(column, MARGIN + c * gap, HEADER + own / 2, own);
  });
  const links = linksOf(graph.edges, dots);
  const isWeighted = links.some(({ label }) => label !== "");
  const legend = isWeighted
    ? "on an edge: its weight (blue above 0, orange below, wider the larger); in a neuron: b, its bias"
    : "weights and biases are not known; give them with --weights FILE";
  return toSvg(
    [
      canvas(height, [
        ...titleAndLegend(caption.title, legend, height),
        ...headings(graph.columns, gap),
        ...edgeMarks(links),
        ...neuronMarks(dots.flat()),
      ]),
    ],
    caption,
  );
}

function dotsOf({ heading, neurons }: Column, x: number, first: number, spacing: number): Dot[] {
  return neurons.map(({ name, bias, className = "" }, i) => {
    const known = bias === undefined ? "" : `b ${formatWeight(bias)}`;
    const title = [heading, name, className, known].filter((text) => text !== "").join(", ");
    return { x, y: first + i * spacing, name, bias: known, className, title };
  });
}

function linksOf(edges: readonly Edge[], dots: readonly (readonly Dot[])[]): Link[] {
  const largest = Math.max(...edges.map(({ weight }) => Math.abs(weight ?? 0)));
  return edges.map(({ name, column, from, to, weight }) => {
    const start = required(dots[column - 1]?.[from], `neuron ${from}`);
    const end = required(dots[column]?.[to], `neuron ${to}`);
    const place = { x1: start.x, y1: start.y, x2: end.x, y2: end.y };
    if (weight === undefined) {
      return { ...place, title: name, label: "", color: SIGNS.unknown, width: 1 };
    }
    const label = formatWeight(weight);
    const color = weight < 0 ? SIGNS.negative : SIGNS.positive;
    const width = 0.5 + (largest > 0 ? (2.5 * Math.abs(weight)) / largest : 0);
    return { ...place, title: `${name} = ${label}`, label, color, width };
  });
}

/** Above columns what they are, between them the weights that lead from one to the next. */
function headings(columns: readonly Column[], gap: number): Plot.Markish[] {
  const x = (c: number): number => MARGIN + c * gap;
  const names = columns.map(({ heading }, c): Words => ({ x: x(c), y: 76, text: heading }));
  const notes = columns.flatMap((column, c) =>
    column.notes.map((text, i): Words => ({ x: x(c), y: 98 + 18 * i, text })),
  );
  const parameters = columns.flatMap(({ stage }, c) =>
    (stage?.parameters ?? []).map((parameter, i): Words => {
      return { x: x(c) - gap / 2, y: 76 + 22 * i, text: formatParameter(parameter) };
    }),
  );
  return [
    words(names, { fontWeight: "bold", lineWidth: 8 }),
    words(notes, { fill: SIGNS.positive, fontWeight: "bold", lineWidth: 8 }),
    words(parameters, { fill: colors.faint, lineWidth: (gap - 70) / 14 }),
  ];
}

function edgeMarks(links: readonly Link[]): Plot.Markish[] {
  const labelled = links.filter(({ label }) => label !== "");
  const places = placeLabels(labelled.map(freeOfNeurons), FONT_SIZE + 2);
  const labels = labelled.map((link, i) => ({
    ...link,
    ...required(places[i], "place of a label"),
  }));
  return [
    Plot.link(links, {
      x1: "x1",
      y1: "y1",
      x2: "x2",
      y2: "y2",
      stroke: "color",
      strokeWidth: "width",
      strokeOpacity: 0.55,
      title: "title",
      ariaDescription: "weights",
    }),
    Plot.text(labels, {
      x: "x",
      y: "y",
      text: "label",
      fill: "color",
      fontSize: FONT_SIZE,
      fontWeight: "bold",
      stroke: colors.paper,
      strokeWidth: 4,
      ariaDescription: "values of weights",
    }),
  ];
}

/** The part of an edge that a label may lie on. */
function freeOfNeurons({ x1, y1, x2, y2, label }: Link) {
  const width = (label.length + 1) * FONT_SIZE * 0.58;
  const cut = (RADIUS + width / 2) / (x2 - x1);
  const [dx, dy] = [cut * (x2 - x1), cut * (y2 - y1)];
  return { x1: x1 + dx, y1: y1 + dy, x2: x2 - dx, y2: y2 - dy, width };
}

function neuronMarks(dots: readonly Dot[]): Plot.Markish[] {
  const name = ({ bias }: Dot): number => (bias === "" ? 0 : -6);
  const centre = { x: "x", y: "y", fill: colors.ink } as const;
  return [
    Plot.dot(dots, {
      x: "x",
      y: "y",
      r: RADIUS,
      fill: "#eef4fb",
      stroke: colors.ink,
      strokeWidth: 1.5,
      title: "title",
      ariaDescription: "neurons",
    }),
    words(
      dots.map((dot) => ({ x: dot.x, y: dot.y + name(dot), text: dot.name })),
      { fontWeight: "bold" },
    ),
    words(
      dots
        .filter(({ className }) => className !== "")
        .map(({ x, y, className }) => ({ x, y: y + RADIUS + 12, text: className })),
      // As wide as the margin beside the last column.
      { fontSize: 12, lineWidth: 11 },
    ),
    Plot.text(dots, { ...centre, text: "bias", fontSize: 11, dy: 9, ariaDescription: "biases" }),
  ];
}
