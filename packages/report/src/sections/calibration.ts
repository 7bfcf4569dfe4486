import * as Plot from "@observablehq/plot";
import type { ReliabilityBin } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { chartStyle, drawCharts } from "../chart.js";
import { integer, percent, tell } from "../format.js";
import { html, type Html } from "../html.js";

interface FilledBin extends ReliabilityBin {
  readonly accuracy: number;
  readonly confidence: number;
}

/** Whether probabilities mean what they say: the reliability diagram and its figures. */
export function calibration(result: ScoredResult): Html | undefined {
  const { reliabilityBins, calibrationError, negativeLogLikelihood, brierScore } = result;
  if (!reliabilityBins) return undefined;
  const bins = reliabilityBins.filter((bin): bin is FilledBin => bin.accuracy !== null);
  const figures: readonly (readonly [string, string, string])[] = [
    [
      "Expected calibration error",
      tell(calibrationError, percent),
      "how far confidence and accuracy lie apart, over all images",
    ],
    ["Log-loss", tell(negativeLogLikelihood), "mean of −ln of the label’s probability; 0 is best"],
    [
      "Brier score",
      tell(brierScore),
      "mean squared distance of the probabilities from the truth, 0 to 2",
    ],
  ];
  return html`<section aria-labelledby="calibration">
    <h2 id="calibration">Calibration</h2>
    <p>
      Of the images read with a confidence of 80 %, are 80 % right? On the dashed line they are;
      bars below it are overconfident.
    </p>
    <div class="columns body">
      <div class="panel">
        <h3>Reliability</h3>
        ${diagram(bins)}
        <p class="note">
          A bar is the share of a bin’s images that were read right. Its circle stands at their mean
          confidence, as high as the bar: right of the dashed line is overconfident, left of it too
          modest. All circles are of one size; how many images a bin has is told below it.
        </p>
      </div>
      <div class="panel">
        <h3>In figures</h3>
        <ul class="ranked">
          ${figures.map(
            ([name, value, meaning]) =>
              html`<li>
                <span>${name} <strong>${value}</strong><small>${meaning}</small></span>
              </li>`,
          )}
        </ul>
        <details>
          <summary>Reliability as a table</summary>
          ${table(bins)}
        </details>
      </div>
    </div>
  </section>`;
}

const frame = { width: 440, marginLeft: 48, marginRight: 20, style: chartStyle } as const;
const confidence = { domain: [0, 1], tickFormat: "%", ticks: 6 } as const;

function diagram(bins: readonly FilledBin[]): Html {
  const reliability = {
    ...frame,
    height: 320,
    marginTop: 26,
    marginBottom: 24,
    x: { ...confidence, label: null },
    y: {
      domain: [0, 1],
      tickFormat: "%",
      ticks: 6,
      label: "accuracy",
      labelArrow: "none",
      grid: true,
    },
    marks: [
      Plot.rectY(bins, {
        x1: "from",
        x2: "to",
        y: "accuracy",
        fill: "var(--accent)",
        title: ({ images, accuracy, confidence }: FilledBin) =>
          `${integer(images)} images: accuracy ${percent(accuracy)}, mean confidence ${percent(confidence)}`,
      }),
      Plot.line([0, 1], {
        x: (d: number) => d,
        y: (d: number) => d,
        stroke: "currentColor",
        strokeDasharray: "5 4",
        strokeWidth: 1.5,
      }),
      Plot.dot(bins, {
        x: "confidence",
        y: "accuracy",
        r: 3.5,
        fill: "var(--surface)",
        stroke: "currentColor",
        strokeWidth: 1.5,
      }),
      Plot.ruleY([0]),
    ],
  } as const;
  const images = {
    ...frame,
    height: 130,
    marginTop: 34,
    marginBottom: 36,
    x: { ...confidence, label: "confidence", labelAnchor: "center", labelArrow: "none" },
    y: { axis: null },
    marks: [
      Plot.text(["images"], { frameAnchor: "top-left", dx: -46, dy: -26, fill: "currentColor" }),
      Plot.rectY(bins, { x1: "from", x2: "to", y: "images", fill: "var(--muted)" }),
      Plot.text(bins, {
        x: ({ from, to }: FilledBin) => (from + to) / 2,
        y: "images",
        text: ({ images }: FilledBin) => compact(images),
        dy: -8,
        fontSize: 10,
        fill: "currentColor",
      }),
      Plot.ruleY([0]),
    ],
  } as const;
  const description = bins
    .map(
      (bin) =>
        `confidence ${range(bin)}: ${integer(bin.images)} images, accuracy ${percent(bin.accuracy)}`,
    )
    .join("; ");
  return drawCharts(
    [reliability, images].map((chart) => ({ ...chart, marks: [...chart.marks] })),
    { title: "Reliability diagram: accuracy by confidence", description },
  );
}

/** Such that it fits above a bar: `9.2k`. */
function compact(n: number): string {
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 })
    .format(n)
    .toLowerCase();
}

function range({ from, to }: ReliabilityBin): string {
  return `${(100 * from).toFixed(0)} to ${(100 * to).toFixed(0)} %`;
}

function table(bins: readonly FilledBin[]): Html {
  return html`<table class="data">
    <thead>
      <tr>
        <th scope="col">confidence</th>
        <th scope="col">images</th>
        <th scope="col">accuracy</th>
        <th scope="col">mean confidence</th>
      </tr>
    </thead>
    <tbody>
      ${bins.map(
        (bin) =>
          html`<tr>
            <th scope="row">${range(bin)}</th>
            <td>${integer(bin.images)}</td>
            <td>${percent(bin.accuracy)}</td>
            <td>${percent(bin.confidence)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
