import * as Plot from "@observablehq/plot";
import { worstConfusions, type ClassFigures, type Scores } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { chartStyle, drawCharts } from "../chart.js";
import { count, integer } from "../format.js";
import { html, type Html } from "../html.js";

/** Classes in a chart; of more, the hardest. */
const MOST_BARS = 40;
const HARDEST = 5;
const LINE = 24;

const scores: Readonly<Record<keyof Scores, readonly [name: string, meaning: string]>> = {
  precision: ["Precision", "how many of those read as it are it"],
  recall: ["Recall", "how many of those that are it were found"],
  f1: ["F1", "the harmonic mean of both"],
};
const names = Object.keys(scores) as (keyof Scores)[];

/** How each class fares: bars, the hardest classes, a table. */
export function classes(result: ScoredResult): Html {
  const hardest = result.perClass.filter(({ support }) => support > 0).sort((a, b) => a.f1 - b.f1);
  const shown = result.perClass.length > MOST_BARS ? hardest.slice(0, MOST_BARS) : result.perClass;
  return html`<section aria-labelledby="classes">
    <h2 id="classes">Classes</h2>
    <div class="columns body">
      ${names.map(
        (name) =>
          html`<div class="panel">
            <h3>${scores[name][0]}</h3>
            <p class="note">${scores[name][1]}</p>
            ${bars(shown, name)}
          </div>`,
      )}
    </div>
    <div class="columns">
      <div class="panel">
        <h3>Hardest classes, by F1</h3>
        <ol class="ranked">
          ${hardest.slice(0, HARDEST).map((figures) => hard(figures, result))}
        </ol>
      </div>
      <div class="panel">
        <h3>Every class and the averages</h3>
        ${table(result)}
      </div>
    </div>
  </section>`;
}

function bars(figures: readonly ClassFigures[], name: keyof Scores): Html {
  const chart: Plot.PlotOptions = {
    style: chartStyle,
    x: { domain: [0, 1], axis: null },
    y: {
      type: "band",
      label: null,
      tickSize: 0,
      padding: 0.3,
      domain: figures.map(({ label }) => label),
    },
    marks: [
      Plot.barX(figures, { y: "label", x1: 0, x2: 1, fill: "var(--quiet)", ariaHidden: "true" }),
      Plot.barX(figures, { y: "label", x: name, fill: "var(--accent)" }),
      Plot.text(figures, {
        y: "label",
        x: 1,
        text: (d: ClassFigures) => (d.illDefined?.includes(name) ? "0 ÷ 0" : d[name].toFixed(4)),
        textAnchor: "start",
        dx: 8,
        fill: "currentColor",
      }),
    ],
  };
  const size = {
    width: 330,
    height: LINE * figures.length + 12,
    marginLeft: 32,
    marginRight: 60,
    marginTop: 6,
    marginBottom: 6,
  };
  const description = figures.map((d) => `${d.label}: ${d[name].toFixed(4)}`).join(", ");
  return drawCharts([{ ...chart, ...size }], { title: `${name} of each class`, description });
}

function hard({ label, f1, support, recall }: ClassFigures, result: ScoredResult): Html {
  const readAs = worstConfusions(result.confusionMatrix)
    .filter((confusion) => confusion.label === label)
    .slice(0, 3)
    .map(({ prediction, images }) => `${prediction} (${integer(images)})`);
  const missed = support - Math.round(recall * support);
  return html`<li>
    <b>${label}</b>
    <span>
      F1 ${f1.toFixed(4)}, ${integer(missed)} of ${count(support, "image")} missed
      <small
        >${readAs.length > 0 ? `read as ${readAs.join(", ")}` : "others were read as it"}</small
      >
    </span>
  </li>`;
}

function table(result: ScoredResult): Html {
  const { perClass, macro, micro, weighted, total } = result;
  const averages = { macro, micro, weighted };
  const cells = (of: Scores, illDefined: readonly string[] = []) =>
    names.map(
      (name) => html`<td>${of[name].toFixed(4)}${illDefined.includes(name) ? "*" : ""}</td>`,
    );
  const isIllDefined = perClass.some((figures) => figures.illDefined);
  return html`<table class="data">
      <thead>
        <tr>
          <th scope="col">class</th>
          <th scope="col">precision</th>
          <th scope="col">recall</th>
          <th scope="col">F1</th>
          <th scope="col">images</th>
        </tr>
      </thead>
      <tbody>
        ${perClass.map(
          (figures) =>
            html`<tr>
              <th scope="row">${figures.label}</th>
              ${cells(figures, figures.illDefined)}
              <td>${integer(figures.support)}</td>
            </tr>`,
        )}
        ${Object.entries(averages).map(
          ([name, of]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells(of)}
              <td>${integer(total)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      isIllDefined
        ? html`<p class="note">
            * 0 ÷ 0, counted as 0, as scikit-learn’s zero_division=0 does: no image is of the class,
            or none was read as it.
          </p>`
        : undefined
    }
    ${absentClasses(result)}`;
}

/** Why a macro average is low where classes have no images. */
function absentClasses({ perClass, macro }: ScoredResult): Html | undefined {
  const present = perClass.filter(({ support }) => support > 0);
  const absent = perClass.length - present.length;
  if (absent === 0) return undefined;
  const f1 = present.reduce((sum, figures) => sum + figures.f1, 0) / present.length;
  return html`<p class="note">
    Macro averages count all ${perClass.length} classes alike, the ${absent} without images as 0:
    macro F1 is ${macro.f1.toFixed(4)}; over the ${present.length} with images it is
    ${f1.toFixed(4)}.
  </p>`;
}
