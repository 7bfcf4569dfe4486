import { saveFile } from "../files/save-file.js";
import { batchSizeText } from "./batch-size-text.js";
import type { Evaluation } from "./evaluation.js";
import { count, duration, integer, percent } from "../components/numbers.js";
import { predictionsFile } from "./predictions-file.js";
import type { SoFar } from "./so-far.js";
import type { Shown } from "./state.js";

/** How often the first images were read right, while the others are evaluated. */
export function SummarySoFar({ soFar, total }: { readonly soFar: SoFar; readonly total: number }) {
  const { images, correct } = soFar;
  return (
    <section class="card summary" aria-labelledby="summary">
      <h2 id="summary">Accuracy so far</h2>
      <p class="headline number">{percent(correct / images)}</p>
      <p>
        {integer(correct)} of the first {integer(images)} correct; {integer(total - images)} to go
      </p>
    </section>
  );
}

/** What an evaluation found, and how it was made: as the command's summary. */
export function Summary({ evaluation }: { readonly evaluation: Shown }) {
  const { figures, set, network } = evaluation;
  const { low, high } = figures.accuracyInterval;
  return (
    <section class="card summary" aria-labelledby="summary">
      <h2 id="summary">Accuracy</h2>
      <p class="headline number">{percent(figures.accuracy)}</p>
      <p>
        {integer(figures.correct)} of {integer(figures.total)} correct; 95 % interval {percent(low)}{" "}
        to {percent(high)}
      </p>
      <Scores evaluation={evaluation} />
      <p class="faint">
        {network.model.graph.id} on {set.source.name} {set.source.split}. {runText(evaluation)}
      </p>
      <p>
        <button type="button" onClick={() => save(evaluation)}>
          Save predictions
        </button>{" "}
        <span class="faint">
          to score with <code>evalpool eval --predictions FILE</code>
        </span>
      </p>
    </section>
  );
}

function save(evaluation: Evaluation): void {
  const file = predictionsFile(evaluation);
  saveFile(file.name, file, file.type);
}

function Scores({ evaluation: { figures } }: { readonly evaluation: Evaluation }) {
  const rows: readonly (readonly [name: string, value: number, meaning: string])[] = [
    ["Top 3", figures.top3Accuracy, "label among the three likeliest classes"],
    ["Log-loss", figures.negativeLogLikelihood, "mean -ln of the label's probability"],
    ["Brier score", figures.brierScore, "squared error of the probabilities, 0 to 2"],
    ["Calibration error", figures.calibrationError, "confidence off accuracy"],
    ["Macro F1", figures.macro.f1, "mean F1 of the classes"],
  ];
  return (
    <table class="scores">
      <tbody>
        {rows.slice(figures.perClass.length > 3 ? 0 : 1).map(([name, value, meaning]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{value.toFixed(4)}</td>
            <td class="faint">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function runText({ config, figures, asked, evaluateMs, startMs }: Shown): string {
  const { total } = figures;
  const share = Math.ceil(total / config.threads);
  const run = [
    `Evaluated in ${duration(evaluateMs)}, ${integer((total * 1000) / evaluateMs)} images/s`,
    "probabilities of each image kept",
    count(config.threads, "thread"),
    batchSizeText({ asked, used: config.batchSize, share }),
    `${config.backend} backend`,
  ].join(", ");
  const threads =
    startMs === undefined
      ? "The threads were up from the evaluation before."
      : `The threads were new, up after ${duration(startMs)} that are not counted; the first ` +
        "evaluation is slower, as the browser compiles while it runs.";
  return `${run}. ${threads}`;
}
