import { MOST_THREADS } from "@evalpool/evaluate";
import { FitChoice } from "../picture/fit-choice.js";
import { tellFailure } from "../state/notice.js";
import { isStop, stop } from "./alone.js";
import { measuring } from "./measurement.js";
import { count, duration, integer } from "../components/numbers.js";
import { NumberField } from "./number-field.js";
import { batchSize, threads } from "./settings.js";
import { evaluate, isStopped, running, shown, subject } from "./state.js";

/** Images in one forward pass at most: as many as one thread evaluates at a time. */
const MOST_IMAGES = 10_000;

/** Starts an evaluation, and stops it. */
export function Controls() {
  const chosen = subject.value;
  const isRunning = running.value !== undefined;
  const isBusy = isRunning || measuring.value !== undefined;
  const start = (): void => {
    evaluate().catch((error: unknown) => {
      if (!isStop(error)) tellFailure(error);
    });
  };
  return (
    <section class="card controls" aria-labelledby="evaluate">
      <h2 id="evaluate">Evaluate a whole test set</h2>
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={typeof chosen === "string" || isBusy}
          onClick={start}
        >
          Evaluate {typeof chosen === "string" ? "images" : count(chosen.set.source.count, "image")}
        </button>
        <button type="button" disabled={!isRunning} onClick={stop}>
          Stop
        </button>
        <NumberField label="Threads" value={threads} most={MOST_THREADS} disabled={isBusy} />
        <NumberField label="Batch size" value={batchSize} most={MOST_IMAGES} disabled={isBusy} />
      </div>
      <FitChoice />
      <Progress />
      <p role="status">{statusText()}</p>
    </section>
  );
}

function Progress() {
  const now = running.value;
  if (now === undefined) return null;
  const { count: total } = now.set.source;
  const done = now.soFar?.images ?? 0;
  return (
    <label class="progress">
      <progress max={total} value={done} />
      <span class="number">
        {integer(done)} of {integer(total)}
      </span>
    </label>
  );
}

function statusText(): string {
  const chosen = subject.value;
  if (typeof chosen === "string") return `Not yet: ${chosen}.`;
  if (running.value) return "Evaluating…";
  if (isStopped.value) return "Stopped.";
  const evaluation = shown.value;
  if (evaluation === undefined) return "";
  const { figures, evaluateMs } = evaluation;
  return `Evaluated ${count(figures.total, "image")} in ${duration(evaluateMs)}.`;
}
