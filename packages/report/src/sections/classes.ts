import * as Plot from "@observablehq/plot";
import { nameClasses, type ClassFigures, type Scores } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { chartStyle, drawCharts } from "../chart.js";
import { count, integer } from "../format.js";
import { html, type Html } from "../html.js";
import { barsFrom } from "./bars-from.js";
import { classTable } from "./class-table.js";

/** Classes in a chart; of more, the hardest. */
const MOST_BARS = 40;
const HARDEST = 5;
const LINE = 24;
/** Below bars that do not begin at 0, in pixels. */
const AXIS = 26;
/** Letters of a name beside its bar. */
const LONGEST_NAME = 16;

const scores: Readonly<Record<keyof Scores, readonly [name: string, meaning: string]>> = {
  precision: ["Precision", "how many of those read as it are it"],
  recall: ["Recall", "how many of those that are it were found"],
  f1: ["F1", "the harmonic mean of both"],
};
const names = Object.keys(scores) as (keyof Scores)[];

/** How each class fares: bars, the hardest classes, a table. */
export function classes(result: ScoredResult, classNames: readonly string[]): Html {
  const hardest = result.perClass.filter(({ support }) => support > 0).sort((a, b) => a.f1 - b.f1);
  const isAll = result.perClass.length <= MOST_BARS;
  const shown = isAll ? result.perClass : hardest.slice(0, MOST_BARS);
  const left = isAll ? undefined : html`; the ${shown.length} classes of the lowest F1`;
  const start = barsFrom(shown.flatMap((figures) => names.filter((name) => isDefined(figures, name)).map((name) => figures[name]))); // prettier-ignore
  const begin = start === 0 ? undefined : html`; bars begin at ${start}, not at 0`;
  return html`<section aria-labelledby="classes">
    <h2 id="classes">Classes</h2>
    <div class="columns body">
      ${names.map(
        (name) =>
          html`<div class="panel">
            <h3>${scores[name][0]}</h3>
            <p class="note">${scores[name][1]}${left}${begin}</p>
            ${bars(shown, { name, start }, result)}
          </div>`,
      )}
    </div>
    <div class="columns">
      <div class="panel">
        <h3>Hardest classes, by F1</h3>
        ${ranked(hardest.slice(0, HARDEST), result, classNames)}
      </div>
      <div class="panel">
        <h3>Every class and the averages</h3>
        ${classTable(result, classNames)}
      </div>
    </div>
  </section>`;
}

/** Whether it has a value of its own, and no 0 for what is 0 ÷ 0. */
function isDefined({ illDefined }: ClassFigures, name: keyof Scores): boolean {
  return !illDefined?.includes(name);
}

/** What stands beside a bar. */
function told(figures: ClassFigures, name: keyof Scores): string {
  if (figures.support === 0) return "no images";
  return isDefined(figures, name) ? figures[name].toFixed(4) : "0 ÷ 0";
}

function bars(
  figures: readonly ClassFigures[],
  { name, start }: { readonly name: keyof Scores; readonly start: number },
  { perClass, dataset }: ScoredResult,
): Html {
  const cut = (text: string): string =>
    text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
  const shown = nameClasses(perClass.length, dataset.classNames, { cut });
  const longest = Math.max(...figures.map(({ label }) => shown[label]?.length ?? 0));
  const longestTold = Math.max(...figures.map((of) => told(of, name).length));
  const chart: Plot.PlotOptions = {
    style: chartStyle,
    // Where bars begin elsewhere than at 0, the axis says so.
    x: {
      domain: [start, 1],
      ...(start === 0
        ? { axis: null }
        : { label: null, axis: "bottom", ticks: [start, (start + 1) / 2, 1], tickFormat: String }),
    },
    y: {
      type: "band",
      label: null,
      tickSize: 0,
      padding: 0.3,
      domain: figures.map(({ label }) => label),
      tickFormat: (label: number) => shown[label] ?? "",
    },
    marks: [
      Plot.barX(figures, {
        y: "label",
        x1: start,
        x2: 1,
        fill: "var(--quiet)",
        ariaHidden: "true",
      }),
      Plot.barX(figures, {
        y: "label",
        x1: start,
        x2: (d: ClassFigures) => Math.max(start, d[name]),
        fill: "var(--accent)",
      }),
      Plot.text(figures, {
        y: "label",
        x: 1,
        text: (d: ClassFigures) => told(d, name),
        textAnchor: "start",
        dx: 8,
        fill: "currentColor",
      }),
    ],
  };
  const size = {
    width: 330,
    height: LINE * figures.length + 6 + (start === 0 ? 6 : AXIS),
    // About seven pixels a letter.
    marginLeft: Math.max(32, 12 + 7 * longest),
    marginRight: Math.max(60, 12 + 7 * longestTold),
    marginTop: 6,
    marginBottom: start === 0 ? 6 : AXIS,
  };
  const description = figures.map((d) => `${shown[d.label]}: ${told(d, name)}`).join(", ");
  return drawCharts([{ ...chart, ...size }], { title: `${name} of each class`, description });
}

/** Those of a mistake: images of the class that were missed, or others that were read as it. */
function ranked(
  hardest: readonly ClassFigures[],
  result: ScoredResult,
  classNames: readonly string[],
): Html {
  const mistaken = hardest.filter(({ f1 }) => f1 < 1);
  if (mistaken.length === 0) return html`<p>No class has a mistake.</p>`;
  return html`<ol class="ranked">
    ${mistaken.map((figures) => hard(figures, result, classNames))}
  </ol>`;
}

function hard(
  { label, f1, support, recall }: ClassFigures,
  { confusionMatrix }: ScoredResult,
  classNames: readonly string[],
): Html {
  const readAs = [...(confusionMatrix[label] ?? []).entries()]
    .filter(([prediction, images]) => prediction !== label && images > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([prediction, images]) => `${classNames[prediction]} (${integer(images)})`);
  const missed = support - Math.round(recall * support);
  return html`<li>
    <b>${classNames[label]}</b>
    <span>
      F1 ${f1.toFixed(4)}, ${integer(missed)} of ${count(support, "image")} missed
      <small
        >${readAs.length > 0 ? `read as ${readAs.join(", ")}` : "others were read as it"}</small
      >
    </span>
  </li>`;
}
