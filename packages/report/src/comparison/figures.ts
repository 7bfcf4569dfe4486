import type { Comparison } from "@evalpool/evaluate";
import { integer, tell } from "../format.js";
import { html, type Html } from "../html.js";
import { signed } from "./signed.js";

/** A figure of both, of which more or less is better. */
interface Row {
  readonly name: string;
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly difference: number | undefined;
  readonly isLoss?: boolean;
}

/** The figures of both with their differences, and on how many images which of the two is right. */
export function figuresSection(comparison: Comparison): Html {
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Figures</h2>
    <p>Differences are B − A. Of log-loss, Brier score and calibration error less is better.</p>
    <div class="columns body">
      <div class="panel">${figuresTable(comparison)}</div>
      ${pairsPanel(comparison)}
    </div>
  </section>`;
}

function figuresTable({ a, b, difference }: Comparison): Html {
  const scores = [
    ["accuracy", "accuracy", false],
    ["macro F1", "macroF1", false],
    ["among the top 3", "top3Accuracy", false],
    ["log-loss", "negativeLogLikelihood", true],
    ["Brier score", "brierScore", true],
    ["calibration error", "calibrationError", true],
  ] as const;
  const percents = Math.round(100 * a.accuracyInterval.confidence);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Figures of both">
    <table class="data" aria-labelledby="figures">
      ${head("figure")}
      <tbody>
        ${scores.map(([name, key, isLoss]) =>
          row({ name, a: a[key], b: b[key], difference: difference[key], isLoss }),
        )}
        ${(["low", "high"] as const).map(
          (end) =>
            html`<tr>
              <th scope="row">${end === "low" ? `accuracy, ${percents} % from` : "to"}</th>
              ${[a, b].map((it) => html`<td>${it.accuracyInterval[end].toFixed(4)}</td>`)}
              <td></td>
            </tr>`,
        )}
        <tr>
          <th scope="row">images per second</th>
          ${[a, b].map((it) => html`<td>${tell(it.imagesPerSecond, integer)}</td>`)}
          <td></td>
        </tr>
      </tbody>
    </table>
  </div>`;
}

function pairsPanel({ mcNemar }: Comparison): Html | undefined {
  if (mcNemar === undefined) return undefined;
  const { bothRight, onlyA, onlyB, bothWrong } = mcNemar;
  const line = (name: string, ...counts: readonly number[]): Html =>
    html`<tr>
      <th scope="row">${name}</th>
      ${counts.map((images) => html`<td>${integer(images)}</td>`)}
    </tr>`;
  return html`<div class="panel">
    <h3 id="pairs">Images, by who reads them right</h3>
    <table class="data" aria-labelledby="pairs">
      <thead>
        <tr>
          <td></td>
          <th scope="col">B right</th>
          <th scope="col">B wrong</th>
        </tr>
      </thead>
      <tbody>
        ${line("A right", bothRight, onlyA)} ${line("A wrong", onlyB, bothWrong)}
      </tbody>
    </table>
    <p class="note">
      McNemar’s test looks at the images that one alone reads right. A small p says that so lopsided
      a split would hardly come from models that are equally good.
    </p>
  </div>`;
}

/** F1 of each class. */
export function classesSection({ a, b, difference }: Comparison, names: readonly string[]): Html {
  return html`<section aria-labelledby="classes">
    <h2 id="classes">Classes</h2>
    <p>F1 of each.</p>
    <div class="panel body">
      <div class="rows" tabindex="0" role="group" aria-label="F1 of each class">
        <table class="data" aria-labelledby="classes">
          ${head("class")}
          <tbody>
            ${names.map((name, label) =>
              row({ name, a: a.f1[label], b: b.f1[label], difference: difference.f1[label] }),
            )}
          </tbody>
        </table>
      </div>
    </div>
  </section>`;
}

function head(first: string): Html {
  return html`<thead>
    <tr>
      ${[first, "A", "B", "B − A"].map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>`;
}

function row({ name, a, b, difference, isLoss = false }: Row): Html {
  const text = difference === undefined ? "not known" : signed(difference, 4);
  const isSeen = /[+−]/.test(text);
  const kind = isSeen ? (text.startsWith("−") === isLoss ? "better" : "worse") : "same";
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${tell(a)}</td>
    <td>${tell(b)}</td>
    <td class="${kind}">${text}</td>
  </tr>`;
}
