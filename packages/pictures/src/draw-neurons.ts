import { required } from "@evalpool/errors";
import * as Plot from "@observablehq/plot";
import { heightFor, leadEdges, type LabelledEdge } from "./edge-ends.js";
import { canvas, titleAndLegend, WIDTH, words, type Words } from "./canvas.js";
import type { Column, Edge, NeuronGraph } from "./neuron-graph.js";
import { formatParameter, formatWeight } from "./labels.js";
import { colors, toSvg, type Caption } from "./svg.js";

const MARGIN = 80;
const HEADER = 120;
const FOOTER = 60;
const RADIUS = 24;
const FONT_SIZE = 12;
/** Between two columns, so that edges are not too steep. */
const LEAST_GAP = 200;

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
interface Link extends LabelledEdge {
  readonly title: string;
  readonly label: string;
  readonly color: string;
  readonly width: number;
}

/**
 * A small network as SVG: every neuron with its bias, every weight at the end of its edge. Where neurons of a
 * layered network stand follows from counting them, in their order, which general layouts of graphs
 * do not keep: this takes no more than marks of the chart library at given pixels.
 */
export function drawNeurons(graph: NeuronGraph, caption: Caption): string {
  const { columns, edges } = graph;
  const isWeighted = edges.some(({ weight }) => weight !== undefined);
  const rows = Math.max(...columns.map(({ neurons }) => neurons.length));
  const spacing = rows > 4 ? 100 : 130;
  const needed = columns.map(
    ({ neurons }, c) => neurons.length * heightFor(columns[c - 1]?.neurons.length ?? 0),
  );
  const inner = Math.max(rows * spacing, ...needed);
  const height = HEADER + inner + FOOTER;
  const gap = Math.max((WIDTH - 2 * MARGIN) / (columns.length - 1), LEAST_GAP);
  const width = 2 * MARGIN + gap * (columns.length - 1);
  const dots = columns.map((column, c) => {
    // Spread over the whole height, for edges that are less steep cross less.
    const own = inner / column.neurons.length;
    return dotsOf(column, MARGIN + c * gap, HEADER + own / 2, own);
  });
  const links = linksOf(edges, dots);
  const legend = isWeighted
    ? "before a neuron: the weights of its edges, from the top in the order of where they begin " +
      "(blue above 0, orange below, wider the larger); in it: b, its bias"
    : "weights and biases are not known; give them with --weights FILE";
  const marks = [
    ...titleAndLegend(caption.title, legend, height),
    ...headings(columns, gap),
    ...edgeMarks(links),
    ...neuronMarks(dots.flat()),
  ];
  return toSvg([canvas(height, marks, width)], caption);
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
  const labels = edges.map(({ weight }) => (weight === undefined ? "" : formatWeight(weight)));
  const place = { radius: RADIUS, width: Math.max(...labels.map(widthOf)) };
  const led = dots.map((column, c) =>
    column.map((end) => leadEdges(dots[c - 1] ?? [], end, place)),
  );
  return edges.map(({ name, column, from, to, weight }, i) => {
    const edge = required(led[column]?.[to]?.[from], `edge ${name}`);
    const label = labels[i] ?? "";
    if (weight === undefined) {
      return { ...edge, title: name, label, color: SIGNS.unknown, width: 1 };
    }
    const color = weight < 0 ? SIGNS.negative : SIGNS.positive;
    const width = 0.5 + (largest > 0 ? (2.5 * Math.abs(weight)) / largest : 0);
    return { ...edge, title: `${name} = ${label}`, label, color, width };
  });
}

/** Of a label with a little room before and behind it; without one, an edge goes straight on. */
function widthOf(label: string): number {
  return label === "" ? 0 : (label.length + 1) * FONT_SIZE * 0.58;
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
  const strokes = { stroke: "color", strokeWidth: "width", strokeOpacity: 0.55, title: "title" };
  return [
    Plot.link(links, { ...ends("start", "left"), ...strokes, ariaDescription: "weights" }),
    Plot.link(links, { ...ends("right", "end"), ...strokes, ariaDescription: "ends of edges" }),
    Plot.text(labelled, {
      x: ({ middle }: Link) => middle.x,
      y: ({ middle }: Link) => middle.y,
      text: "label",
      fill: "color",
      fontSize: FONT_SIZE,
      fontWeight: "bold",
      title: "title",
      ariaDescription: "values of weights",
    }),
  ];
}

type End = "start" | "left" | "right" | "end";

function ends(first: End, second: End) {
  return {
    x1: (link: Link) => link[first].x,
    y1: (link: Link) => link[first].y,
    x2: (link: Link) => link[second].x,
    y2: (link: Link) => link[second].y,
  };
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
        .map(({ x, y, className }) => ({ x: x - RADIUS, y: y + RADIUS + 12, text: className })),
      // As wide as the margin beside the last column; before it are labels.
      { fontSize: 12, lineWidth: 8, textAnchor: "start" },
    ),
    Plot.text(dots, { ...centre, text: "bias", fontSize: 11, dy: 9, ariaDescription: "biases" }),
  ];
}
