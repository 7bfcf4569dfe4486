import { gateValueText, wasRun, type ScoredResult } from "@evalpool/evaluate";
import { count, integer, percent, tell } from "../format.js";
import { html, type Html } from "../html.js";
import { imagesOf } from "../images-of.js";

/** What was evaluated and how well it did: the page's header. */
export function headline(result: ScoredResult): Html {
  const { model, dataset, accuracyInterval, macro, throughput } = result;
  const { confidence, low, high } = accuracyInterval;
  const images =
    result.total === dataset.images
      ? count(result.total, "image")
      : `the first ${integer(result.total)} of ${count(dataset.images, "image")}`;
  const mistakes = result.total - result.correct;
  const absent = result.perClass.filter(({ support }) => support === 0).length;
  const tiles: readonly (readonly [string, string])[] = [
    [mistakes === 1 ? "mistake" : "mistakes", integer(mistakes)],
    ["among the top 3", tell(result.top3Accuracy, percent)],
    [
      absent === 0 ? "macro F1" : `macro F1, ${absent} of ${result.perClass.length} classes absent`,
      macro.f1.toFixed(4),
    ],
    ["log-loss", tell(result.negativeLogLikelihood)],
    ["calibration error", tell(result.calibrationError, percent)],
    ...(wasRun(model) ? [["images per second", integer(throughput.imagesPerSecond)] as const] : []),
  ];
  return html`<header>
    <h1><bdi>${model.id}</bdi> on <bdi>${imagesOf(dataset)}</bdi></h1>
    <p class="score">${percent(result.accuracy)}</p>
    <p class="interval">
      ${integer(result.correct)} of ${images} read right
      <small
        >· accuracy ${percent(low)} to ${percent(high)} with ${Math.round(confidence * 100)} %
        confidence</small
      >
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
    ${result.gates && gateList(result.gates)}
  </header>`;
}

/** Which gates were set, and whether they held. */
function gateList(gates: NonNullable<ScoredResult["gates"]>): Html {
  const missed = gates.filter(({ held }) => !held).length;
  const title =
    missed === 0 ? "All gates held" : `${integer(missed)} of ${count(gates.length, "gate")} missed`;
  return html`<h2 class="gates-title">${title}</h2>
    <ul class="gates">
      ${gates.map(
        (gate) =>
          html`<li class="${gate.held ? "held" : "missed"}">
            <span>${gate.held ? "held" : "missed"}</span> <code>${gate.expression}</code>
            <span>${gateValueText(gate)}</span>
          </li>`,
      )}
    </ul>`;
}
