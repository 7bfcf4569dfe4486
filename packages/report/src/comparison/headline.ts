import type { Comparison } from "@evalpool/evaluate";
import { count, integer, percent } from "../format.js";
import { flag, html, type Html } from "../html.js";
import { imagesOf } from "../images-of.js";
import { nameOf } from "./names.js";
import { signed } from "./signed.js";

/** Which two are compared and how far they are apart: the page's header. */
export function comparisonHeadline(comparison: Comparison): Html {
  const { dataset, total, a, b, difference, mcNemar } = comparison;
  const tiles: readonly (readonly [string, string])[] = [
    [`accuracy of A, ${nameOf(a)}`, percent(a.accuracy)],
    [`accuracy of B, ${nameOf(b)}`, percent(b.accuracy)],
    ...(mcNemar
      ? ([
          ["broke: A right, B wrong", integer(mcNemar.onlyA)],
          ["mended: A wrong, B right", integer(mcNemar.onlyB)],
          ["both right", integer(mcNemar.bothRight)],
          ["both wrong", integer(mcNemar.bothWrong)],
        ] as const)
      : []),
  ];
  return html`<header>
    <h1>
      <bdi>${nameOf(b)}</bdi> (B) against <bdi>${nameOf(a)}</bdi> (A) on
      <bdi>${imagesOf(dataset)}</bdi>
    </h1>
    <p class="score">${signed(100 * difference.accuracy, 2)} <small>points</small></p>
    <p class="interval">
      B reads ${integer(b.correct)} of ${count(total, "image")} right, A ${integer(a.correct)}
      <small>· ${verdict(comparison)}</small>
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

/** What the images that one alone reads right say of the two. */
function verdict({ mcNemar, failIfWorse }: Comparison): string | Html {
  if (mcNemar === undefined) {
    return html`no test: which images each reads right is not known, see ${flag("--samples")}`;
  }
  const test = `McNemar’s exact test ${pText(mcNemar.pValue)}`;
  if (failIfWorse === undefined) return test;
  const { alpha, isWorse } = failIfWorse;
  return `${test}: B is ${isWorse ? "" : "not "}worse at the level ${alpha}`;
}

function pText(p: number): string {
  if (p === 0) return "p < 1e-300";
  return `p = ${p < 1e-4 ? p.toExponential(1) : p.toFixed(4)}`;
}
