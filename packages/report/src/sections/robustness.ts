import type { RobustnessResult } from "@evalpool/evaluate";
import type { PlanarImage } from "@evalpool/pictures";
import { STEPS } from "../colors.js";
import { count, integer, percent } from "../format.js";
import { flag, html, type Html } from "../html.js";
import { pictureUrl } from "../picture-url.js";

/** How well corrupted images are read: the header of its page. */
export function robustnessHeadline(result: RobustnessResult): Html {
  const { model, dataset, clean, meanError, corruptions, total, baseline } = result;
  const tiles: readonly (readonly [string | Html, string])[] = [
    ["as they are", percent(clean.accuracy)],
    ["mean error, corrupted", percent(meanError)],
    ...(baseline
      ? ([
          ["mean corruption error", ratio(result.meanCorruptionError)],
          ["relative mCE", ratio(result.relativeMeanCorruptionError)],
          [html`mean error of <bdi>${baseline.model.id}</bdi>`, percent(baseline.meanError)],
        ] as const)
      : []),
  ];
  return html`<header>
    <h1><bdi>${model.id}</bdi> on corrupted <bdi>${dataset.name}</bdi> ${dataset.split}</h1>
    <p class="score">${percent(1 - meanError)}</p>
    <p class="interval">
      mean accuracy over ${count(corruptions.length, "corruption")} at ${severitiesText(result)}
      <small>· ${count(total, "image")} each</small>
    </p>
    <dl class="tiles">
      ${tiles.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

/** Accuracy by corruption and severity, with what each does to an image. */
export function robustness(
  result: RobustnessResult,
  pictures: ReadonlyMap<string, PlanarImage>,
): Html {
  const { corruptions, severities, baseline, clean, meanError } = result;
  const columns = [...severities.map(String), "mean", ...(baseline ? ["CE", "relative CE"] : [])];
  const rows = corruptions.map(
    (it) =>
      html`<tr>
        <th scope="row">${picture(it.name, pictures)} ${it.name.replaceAll("_", " ")}</th>
        ${[...it.accuracy, it.meanAccuracy].map(heat)}
        ${
          baseline
            ? html`<td>${ratio(it.corruptionError)}</td>
                <td>${ratio(it.relativeCorruptionError)}</td>`
            : undefined
        }
      </tr>`,
  );
  const bySeverity = severities.map(
    (_, s) => corruptions.reduce((sum, it) => sum + (it.accuracy[s] ?? 0), 0) / corruptions.length,
  );
  return html`<section aria-labelledby="robustness">
    <h2 id="robustness">Accuracy by corruption and severity</h2>
    <p>
      The stronger the colour, the more were read wrong.
      ${
        pictures.size > 0
          ? "Beside each corruption is the first image, as severity 3 leaves it."
          : undefined
      }
    </p>
    <div class="panel body">
      <div
        class="scroll"
        tabindex="0"
        role="group"
        aria-label="Accuracy by corruption and severity"
      >
        <table class="data corruptions">
          <thead>
            <tr>
              <th scope="col">corruption</th>
              ${columns.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">${picture("identity", pictures)} none</th>
              ${severities.map(() => html`<td></td>`)} ${heat(clean.accuracy)}
              ${
                baseline
                  ? html`<td></td>
                      <td></td>`
                  : undefined
              }
            </tr>
            ${rows}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">mean</th>
              ${[...bySeverity, 1 - meanError].map((it) => html`<td>${percent(it)}</td>`)}
              ${
                baseline
                  ? html`<td>${ratio(result.meanCorruptionError)}</td>
                      <td>${ratio(result.relativeMeanCorruptionError)}</td>`
                  : undefined
              }
            </tr>
          </tfoot>
        </table>
      </div>
      ${explanation(result)}
    </div>
  </section>`;
}

function explanation({ baseline, seed }: RobustnessResult): Html {
  if (baseline === undefined) {
    return html`<p class="note">
      Means are of accuracies as they are, which weigh hard corruptions more: a baseline, given with
      ${flag("--baseline")}, would weigh them alike. Seed ${integer(seed)}.
    </p>`;
  }
  const file =
    baseline.file === undefined ? undefined : html`, read from <bdi>${baseline.file}</bdi>`;
  return html`<p class="note">
    CE: the errors at all severities together ÷ those of <bdi>${baseline.model.id}</bdi>${file};
    relative CE: the same of what a corruption adds to the errors on images as they are. Below 100 %
    is more robust than the baseline. n/a: the baseline has no such errors. Seed ${integer(seed)}.
  </p>`;
}

function picture(name: string, pictures: ReadonlyMap<string, PlanarImage>): Html | undefined {
  const shown = pictures.get(name);
  return shown && html`<img src="${pictureUrl(shown)}" alt="" />`;
}

/** By the root of the share of errors, so that few are seen beside many. */
function heat(accuracy: number): Html {
  const step = Math.ceil(STEPS * Math.sqrt(1 - accuracy));
  return html`<td class="step-${step}">${percent(accuracy)}</td>`;
}

function ratio(value: number | null | undefined): string {
  return value === null || value === undefined ? "n/a" : percent(value, 1);
}

function severitiesText({ severities }: RobustnessResult): string {
  const list = severities.join(", ").replace(/, (\d)$/, " and $1");
  return `${severities.length === 1 ? "severity" : "severities"} ${list}`;
}
