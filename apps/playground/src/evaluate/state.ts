import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import { UsageError } from "@evalpool/errors";
import { misfitText } from "../networks/misfit-text.js";
import { network } from "../state/network.js";
import { testSet } from "../state/test-set.js";
import { alone, stop } from "./alone.js";
import { createEvaluatorKeeper } from "./evaluator-keeper.js";
import { runEvaluation, type Evaluation, type Subject } from "./evaluation.js";
import { select } from "./selection.js";
import { batchSize, threads } from "./settings.js";
import type { SoFar } from "./so-far.js";

/** What would be evaluated now; else why nothing can be. */
export const subject: ReadonlySignal<Subject | string> = computed(() => {
  const chosen = network.current.value;
  const set = testSet.current.value;
  if (chosen.status === "failed") return "there is no such network";
  if (set.status === "failed") return "there are no such images";
  if (chosen.status === "loading") return "the network is being loaded";
  if (set.status === "loading" || !set.value.isComplete) return "the images are being loaded";
  const { format } = set.value.source;
  const misfit = format && misfitText(chosen.value.model.graph, format);
  return misfit ?? { network: chosen.value, set: set.value };
});

const keeper = createEvaluatorKeeper();

// What is under way would be of something else than what is chosen, and so are threads that are kept.
subject.subscribe(() => {
  stop();
  void keeper.release();
});

/** Milliseconds from one picture of what there is so far to the next: they take time from the threads. */
const PAUSE = 100;

/** An evaluation that is under way. */
interface Running extends Subject {
  /** Once there is something. */
  readonly soFar?: SoFar;
}

/** An evaluation, and how it was made. */
export interface Shown extends Evaluation {
  /** Images in one forward pass, as chosen; there may be fewer. */
  readonly asked: number;
  /** Milliseconds until threads were up, if they were not kept from one before. */
  readonly startMs?: number;
}

const underWay = signal<Running | undefined>();
const last = signal<Shown | undefined>();
/** What was being evaluated when that was stopped. */
const stopped = signal<Subject | undefined>();

export const running: ReadonlySignal<Running | undefined> = underWay;

/** The evaluation that was finished last, if it is of what is chosen now. */
export const shown: ReadonlySignal<Shown | undefined> = computed(() => {
  const chosen = subject.value;
  const evaluation = last.value;
  return typeof chosen !== "string" && evaluation && isOf(evaluation, chosen)
    ? evaluation
    : undefined;
});

/** Whether the last one was stopped before its end, and is of what is chosen now. */
export const isStopped: ReadonlySignal<boolean> = computed(
  () => stopped.value !== undefined && stopped.value === subject.value,
);

export function isOf(made: Subject, { network, set }: Subject): boolean {
  return made.network === network && made.set === set;
}

let pending: { readonly of: Subject; readonly evaluation: Promise<Evaluation> } | undefined;

/**
 * Evaluates the network on the images that are chosen; where that is under way, waits for it.
 *
 * @throws {UsageError} when they are not there
 * @throws {EvalpoolError} when they cannot be evaluated; an AbortError when stopped
 */
export function evaluate(): Promise<Evaluation> {
  const chosen = subject.peek();
  if (typeof chosen === "string") return Promise.reject(new UsageError(`evaluate: ${chosen}`));
  if (pending?.of === chosen) return pending.evaluation;
  const evaluation = alone((signal) => evaluateOn(chosen, signal)).finally(() => {
    if (pending?.evaluation === evaluation) pending = undefined;
  });
  pending = { of: chosen, evaluation };
  return evaluation;
}

async function evaluateOn(chosen: Subject, signal: AbortSignal): Promise<Evaluation> {
  batch(() => {
    underWay.value = chosen;
    stopped.value = undefined;
  });
  try {
    const asked = batchSize.peek();
    const wanted = { ...chosen, threads: threads.peek(), batchSize: asked };
    const evaluation = await keeper.use(wanted, signal, async (evaluator, isKept) => ({
      ...(await runEvaluation(evaluator, chosen, showSoFar(chosen))),
      asked,
      ...(!isKept && { startMs: evaluator.timings.poolStartMs }),
    }));
    batch(() => {
      select("mistakes");
      last.value = evaluation;
    });
    return evaluation;
  } finally {
    batch(() => {
      if (signal.aborted) stopped.value = chosen;
      underWay.value = undefined;
    });
  }
}

/** Shows what there is, from time to time. */
function showSoFar(chosen: Subject): (soFar: SoFar) => void {
  let next = 0;
  return (soFar) => {
    if (performance.now() < next) return;
    next = performance.now() + PAUSE;
    underWay.value = { ...chosen, soFar };
  };
}
