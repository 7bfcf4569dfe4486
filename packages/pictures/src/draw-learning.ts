import * as Plot from "@observablehq/plot";
import { colors, toSvg, type Chart } from "./svg.js";

/** What an epoch of training gave. */
export interface LearntEpoch {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the training images, as they were met. */
  readonly loss: number;
  /** On the images held out; absent where there are none. */
  readonly validation?: { readonly loss: number; readonly accuracy: number };
}

/** Told apart by the colour-blind, and by dashes. */
const TRAINING = { stroke: "#b45309", strokeDasharray: "6 4" } as const;
const VALIDATION = { stroke: "#1d5fbf" } as const;

const [WIDTH, HEIGHT] = [800, 320];

/**
 * Learning curves as SVG: the loss of each epoch on the images learnt from and on those held out,
 * and the accuracy on the latter. The epoch whose weights are kept is marked.
 *
 * @param best its number
 */
export function drawLearning(epochs: readonly LearntEpoch[], id: string, best: number): string {
  const judged = epochs.flatMap(({ epoch, validation }) =>
    validation ? [{ epoch, ...validation }] : [],
  );
  const losses = [...epochs, ...judged].map(({ loss }) => loss);
  const loss = chartOf("loss: orange, dashed: training; blue: held out", epochs.length, losses, [
    ...curve(epochs, "loss", TRAINING, "training loss"),
    ...(judged.length > 0 ? curve(judged, "loss", VALIDATION, "validation loss") : []),
    ...markOf(best, epochs.length),
  ]);
  const accuracies = judged.map(({ accuracy }) => accuracy);
  const accuracy = chartOf("accuracy on the images held out", epochs.length, accuracies, [
    ...curve(judged, "accuracy", VALIDATION, "validation accuracy"),
    ...markOf(best, epochs.length),
  ]);
  const kept = judged.find(({ epoch }) => epoch === best);
  const of = `${epochs.length} ${epochs.length === 1 ? "epoch" : "epochs"}`;
  const title = `${id}: ${of}, the weights kept are those of epoch ${best}`;
  const description = kept ? `validation accuracy ${kept.accuracy.toFixed(4)}` : title;
  return toSvg(judged.length > 0 ? [loss, accuracy] : [loss], { title, description });
}

function curve<Row extends { readonly epoch: number }>(
  rows: readonly Row[],
  y: keyof Row & string,
  style: { readonly stroke: string; readonly strokeDasharray?: string },
  ariaDescription: string,
): Plot.Markish[] {
  const points = { x: "epoch", y, ...style };
  return [
    Plot.line(rows, { ...points, strokeWidth: 2, ariaDescription }),
    // One epoch makes no line.
    Plot.dot(rows, { x: "epoch", y, r: 2, fill: style.stroke, ariaDescription }),
  ];
}

/** A line through the chart, and above it what it is. */
function markOf(best: number, epochs: number): Plot.Markish[] {
  const isEarly = best <= epochs / 2;
  return [
    Plot.ruleX([best], { stroke: colors.faint, strokeDasharray: "2 3" }),
    Plot.text([best], {
      x: (epoch: number) => epoch,
      text: (epoch: number) => `epoch ${epoch} is kept`,
      frameAnchor: "top",
      dy: -12,
      textAnchor: isEarly ? "start" : "end",
      fill: colors.faint,
      ariaDescription: "epoch whose weights are kept",
    }),
  ];
}

/** Whole numbers, as epochs are, and at most ten of them: every one, every second, fifth, tenth … */
function epochTicks(epochs: number): number[] {
  let step = 1;
  for (let i = 0; epochs / step > 10; i++) step *= i % 3 === 1 ? 2.5 : 2;
  return Array.from({ length: Math.floor(epochs / step) }, (_, i) => (i + 1) * step);
}

/** From 0 to it, where there is a single value: it makes no axis by itself. */
function domainOf(values: readonly number[]): { readonly domain?: [number, number] } {
  const most = Math.max(...values);
  return Math.min(...values) < most ? {} : { domain: [0, most || 1] };
}

function chartOf(
  title: string,
  epochs: number,
  values: readonly number[],
  marks: readonly Plot.Markish[],
): Chart {
  return {
    width: WIDTH,
    height: HEIGHT,
    margin: 50,
    marginTop: 50,
    marginLeft: 60,
    style: { fontSize: "14px" },
    x: {
      domain: epochs === 1 ? [0.5, 1.5] : [1, epochs],
      label: "epoch",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: epochTicks(epochs),
      tickFormat: "d",
    },
    y: { label: null, grid: true, nice: true, zero: false, ...domainOf(values) },
    marks: [
      Plot.text([title], {
        frameAnchor: "top-left",
        dy: -34,
        dx: -50,
        fontSize: 16,
        fontWeight: "bold",
        fill: colors.ink,
      }),
      ...marks,
    ],
  } satisfies Plot.PlotOptions & Chart;
}
