import * as Plot from "@observablehq/plot";
import { wasRun, type ScoredResult } from "@evalpool/evaluate";
import { chartStyle, drawCharts } from "../chart.js";
import { count, duration, integer } from "../format.js";
import { html, type Html } from "../html.js";

/** A part of the run, in milliseconds since its start. */
interface Part {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Throughput, and where the time went. */
export function speed(result: ScoredResult): Html {
  const { timings, throughput, repetitions, config, machines } = result;
  const begin = Math.max(timings.loadMs, timings.poolStartMs);
  const evaluate = { name: "evaluate", from: begin, to: begin + timings.evaluateMs };
  const parts: readonly Part[] = machines
    ? [evaluate]
    : [
        { name: "load", from: 0, to: timings.loadMs },
        { name: "start pool", from: 0, to: timings.poolStartMs },
        evaluate,
      ];
  const facts: readonly (readonly [string, string])[] = [
    wasRun(result.model)
      ? ["throughput", `${integer(throughput.imagesPerSecond)} images/s`]
      : ["throughput", "none: predictions were read"],
    ["in all", duration(timings.totalMs)],
    ...(timings.startedAt === undefined ? [] : [["began", timings.startedAt] as const]),
    ["threads", config.threads === 0 ? "none: in-process" : integer(config.threads)],
    ["batches", `of ${count(config.batchSize, "image")}`],
    ["shards", integer(config.shards)],
    ["backend", config.backend],
    ...(repetitions ? [["repetitions", spread(repetitions)] as const] : []),
    ...(machines ?? []).map(
      ({ worker, environment, parts, images }) =>
        [worker ?? environment.cpu, `${count(parts, "part")}, ${count(images, "image")}`] as const,
    ),
  ];
  return html`<section aria-labelledby="speed">
    <h2 id="speed">Speed</h2>
    <div class="columns body">
      <div class="panel">
        <h3>Where the time went</h3>
        ${timeline(parts)}
        <p class="note">
          ${
            machines
              ? "Merged from parts: times are sums over all that evaluated them."
              : "Data and model load while the pool of threads starts."
          }${repetitions ? " Evaluation is the median of the repetitions." : ""}
        </p>
      </div>
      <div class="panel">
        <h3>How it ran</h3>
        <dl class="facts">
          ${facts.map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
      </div>
    </div>
  </section>`;
}

function spread({ count, evaluateMs }: NonNullable<ScoredResult["repetitions"]>): string {
  return `${integer(count)}, ${duration(evaluateMs.min)} to ${duration(evaluateMs.max)} each`;
}

function timeline(parts: readonly Part[]): Html {
  const end = Math.max(...parts.map(({ to }) => to));
  const length = ({ from, to }: Part): string => duration(to - from);
  const chart = {
    width: 440,
    height: 150,
    marginLeft: 76,
    marginRight: 64,
    marginBottom: 36,
    marginTop: 6,
    style: chartStyle,
    x: {
      domain: [0, end],
      ticks: 5,
      label: "milliseconds since the start",
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
    },
    y: {
      type: "band",
      label: null,
      tickSize: 0,
      padding: 0.35,
      domain: parts.map(({ name }) => name),
    },
    marks: [
      Plot.barX(parts, { y: "name", x1: "from", x2: "to", fill: "var(--accent)" }),
      Plot.text(parts, {
        y: "name",
        x: "to",
        text: length,
        textAnchor: "start",
        dx: 6,
        fill: "currentColor",
      }),
    ],
  } satisfies Plot.PlotOptions & { readonly width: number; readonly height: number };
  const description = parts.map((part) => `${part.name} ${length(part)}`).join(", ");
  return drawCharts([chart], { title: "Time of each part of the run", description });
}
