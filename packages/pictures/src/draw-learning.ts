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
  const loss = chartOf("loss: orange, dashed: training; blue: held out", epochs.length, [
    ...curve(epochs, "loss", TRAINING, "training loss"),
    ...(judged.length > 0 ? curve(judged, "loss", VALIDATION, "validation loss") : []),
    ...markOf(best, epochs.length, "top"),
  ]);
  const accuracy = chartOf("accuracy on the images held out", epochs.length, [
    ...curve(judged, "accuracy", VALIDATION, "validation accuracy"),
    ...markOf(best, epochs.length, "bottom"),
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

/** Where the curves are not: those of a loss fall, those of an accuracy climb. */
function markOf(best: number, epochs: number, frameAnchor: "top" | "bottom"): Plot.Markish[] {
  const isEarly = best <= epochs / 2;
  return [
    Plot.ruleX([best], { stroke: colors.faint, strokeDasharray: "2 3" }),
    Plot.text([best], {
      x: (epoch: number) => epoch,
      text: (epoch: number) => `epoch ${epoch} is kept`,
      frameAnchor,
      textAnchor: isEarly ? "start" : "end",
      dx: isEarly ? 6 : -6,
      fill: colors.faint,
      ariaDescription: "epoch whose weights are kept",
    }),
  ];
}

function chartOf(title: string, epochs: number, marks: readonly Plot.Markish[]): Chart {
  return {
    width: WIDTH,
    height: HEIGHT,
    margin: 50,
    marginTop: 50,
    style: { fontSize: "14px" },
    x: {
      domain: [Math.min(1, epochs - 1), epochs],
      label: "epoch",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: Math.min(10, epochs),
      tickFormat: "d",
    },
    y: { label: null, grid: true, nice: true, zero: false },
    marks: [
      Plot.text([title], {
        frameAnchor: "top-left",
        dy: -34,
        dx: -40,
        fontSize: 16,
        fontWeight: "bold",
        fill: colors.ink,
      }),
      ...marks,
    ],
  } satisfies Plot.PlotOptions & Chart;
}
