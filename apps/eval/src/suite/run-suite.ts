import type { IndexedSource } from "@evalpool/data";
import { required } from "@evalpool/errors";
import { stopwatch, type ScoredResult, type StartedRunner } from "@evalpool/evaluate";
import { evaluateOn } from "../evaluate.js";
import { exitCodeOf, messagesOf } from "../exit-code.js";
import { fitGates } from "../gates/fit-gates.js";
import { withGates } from "../gates/hold-gates.js";
import { lendRunner } from "../lend-runner.js";
import { loadChosen } from "../load-input.js";
import { openDatasetShown, type DatasetChoice } from "../loading.js";
import { tellOfLabels } from "../tell-of-labels.js";
import { makeOnce } from "./make-once.js";
import type { EvaluationOutcome, PlannedEvaluation, Suite, SuiteResult } from "./suite.js";

/** How a suite is run, and who is told meanwhile. */
export interface SuiteRun {
  readonly runner: StartedRunner;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

/**
 * Evaluates what a suite plans, one after the other on one runner. Each model is loaded once, and
 * each data set opened once, whatever is done to its images; one that cannot be had fails its own evaluations and no other.
 *
 * @throws `signal.reason` when aborted
 */
export async function runSuite(suite: Suite, run: SuiteRun): Promise<SuiteResult> {
  const startedAt = new Date().toISOString();
  const elapsed = stopwatch();
  const evaluate = createEvaluate(suite, run);
  const evaluations: EvaluationOutcome[] = [];
  for (const [turn, planned] of suite.evaluations.entries()) {
    const { model, data, gates } = planned;
    try {
      const result = withGates(await evaluate(planned, turn), gates);
      const isHeld = result.gates?.every(({ held }) => held) ?? true;
      const status = isHeld ? "held" : "missed";
      evaluations.push({ model, data, status, exitCode: isHeld ? 0 : 1, result });
    } catch (error) {
      run.signal.throwIfAborted();
      const exitCode = exitCodeOf(error);
      evaluations.push({ model, data, status: "failed", exitCode, errors: messagesOf(error) });
    }
  }
  const totalMs = elapsed();
  return { schemaVersion: 1, kind: "suite", suite: suite.name, startedAt, totalMs, evaluations };
}

/** Evaluates a planned pair. @returns what does, given the pair and its turn */
function createEvaluate(
  { models, data, evaluations }: Suite,
  { runner, batchSize, signal, onProgress }: SuiteRun,
): (planned: PlannedEvaluation, turn: number) => Promise<ScoredResult> {
  const modelOf = ({ model }: PlannedEvaluation) => required(models.get(model), "model");
  const dataOf = (planned: PlannedEvaluation) => required(data.get(planned.data), "data set");
  const takeModel = makeOnce(evaluations.map(modelOf), (choice) => loadChosen(choice, signal));
  const takeData = makeOnce(
    evaluations.map((planned) => dataOf(planned).choice),
    (choice, uses) => open(choice, uses > 1, signal),
  );
  return (planned, turn) => {
    const { choice, limit, corruption } = dataOf(planned);
    return evaluateOn(lendRunner(runner), {
      ...fitGates({ model: takeModel(modelOf(planned)), dataset: takeData(choice) }, planned.gates),
      limit,
      corruption,
      batchSize,
      signal,
      onProgress: (done, images) => onProgress?.(turn * images + done, evaluations.length * images),
    });
  };
}

/** Whether its labels are those that a model tells apart is asked of each model. */
async function open(
  choice: DatasetChoice,
  isRepeated: boolean,
  signal: AbortSignal,
): Promise<IndexedSource> {
  const source = await openDatasetShown({ ...choice, classes: Infinity, isRepeated, signal });
  if (choice.data !== undefined) tellOfLabels(source, choice.classNames !== undefined);
  return source;
}
