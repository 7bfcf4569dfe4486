import { stopwatch, type StartedRunner } from "@evalpool/evaluate";

/**
 * A runner for one of several evaluations on it: who is lent it measures from now on, and closing it
 * is left to its owner.
 */
export function lendRunner(runner: StartedRunner): StartedRunner {
  return {
    ...runner,
    elapsed: stopwatch(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
