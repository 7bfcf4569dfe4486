import type { ClassFigures, Scores } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { integer } from "../format.js";
import { html, type Html } from "../html.js";

const names = ["precision", "recall", "f1"] as const satisfies (keyof Scores)[];
/** Of more classes the table has a box of its own to be scrolled in, and can be searched. */
const MOST_ROWS = 40;

/** The figures of each class, which the page's script can sort and search, and their averages. */
export function classTable(result: ScoredResult, classNames: readonly string[]): Html {
  const { perClass, macro, micro, weighted, total } = result;
  const isLong = perClass.length > MOST_ROWS;
  const isNamed = classNames.some((name, label) => name !== String(label));
  const rows = perClass.map((of) => {
    const name = classNames[of.label] ?? "";
    // A label is looked up where samples and JSON have it.
    const label = isNamed && name !== String(of.label) ? of.label : undefined;
    return classRow(of, name, label);
  });
  const averages = Object.entries({ macro, micro, weighted }).map(
    ([name, of]) =>
      html`<tr>
        <th scope="row">${name}</th>
        ${scoresOf(of)}
        <td>${integer(total)}</td>
      </tr>`,
  );
  const table = html`<table class="data sortable">
    <thead>
      <tr>
        ${["class", "precision", "recall", "F1", "images"].map(
          (title) => html`<th scope="col">${title}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
    <tbody class="averages">
      ${averages}
    </tbody>
  </table>`;
  return html`${isLong ? searchable(table) : table}
  ${
    perClass.some(({ illDefined }) => illDefined)
      ? html`<p class="note">
          * 0 ÷ 0, counted as 0, as scikit-learn’s zero_division=0 does: no image is of the class,
          or none was read as it.
        </p>`
      : undefined
  }
  ${absentClasses(result)}`;
}

function searchable(table: Html): Html {
  return html`<p class="search" data-scripted hidden>
      <label>Find a class <input type="search" /></label>
    </p>
    <div class="rows" tabindex="0" role="group" aria-label="Every class">${table}</div>`;
}

function classRow(figures: ClassFigures, name: string, label: number | undefined): Html {
  const number = label === undefined ? undefined : html` <small>${label}</small>`;
  const isAbsent = figures.support === 0;
  const mark = isAbsent ? html` <small>no images</small>` : undefined;
  return html`<tr class="${isAbsent ? "absent" : ""}">
    <th scope="row" data-value="${figures.label}">${name}${number}${mark}</th>
    ${scoresOf(figures, figures.illDefined)}
    <td>${integer(figures.support)}</td>
  </tr>`;
}

function scoresOf(of: Scores, illDefined: readonly string[] = []): Html[] {
  return names.map(
    (name) => html`<td>${of[name].toFixed(4)}${illDefined.includes(name) ? "*" : ""}</td>`,
  );
}

/** Why a macro average is low where classes have no images. */
function absentClasses({ perClass, macro }: ScoredResult): Html | undefined {
  const present = perClass.filter(({ support }) => support > 0);
  const absent = perClass.length - present.length;
  if (absent === 0) return undefined;
  const f1 = present.reduce((sum, figures) => sum + figures.f1, 0) / present.length;
  return html`<p class="note">
    Macro averages count all ${perClass.length} classes alike, the ${absent} with “no images” as 0:
    macro F1 is ${macro.f1.toFixed(4)}; over the ${present.length} with images it is
    ${f1.toFixed(4)}.
  </p>`;
}
