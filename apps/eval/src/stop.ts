/** The signals that ask a process to end, and their numbers, the same on every system. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const;

type SignalName = keyof typeof signals;

const names = Object.keys(signals) as SignalName[];
const controller = new AbortController();

/** Aborted by the first signal that asks the command to end; the reason names it. */
export const stop: AbortSignal = controller.signal;

/** Why the command's work was given up. */
class StoppedError extends Error {
  override readonly name = "AbortError";

  constructor(readonly by: SignalName) {
    super(`stopped by ${by}`);
  }
}

/**
 * From now on such a signal makes the command end what it does, with exit code 128 + the signal's
 * number. The second one ends the process at once.
 */
export function listenForSignals(): void {
  for (const name of names) process.on(name, onSignal);
}

function onSignal(name: NodeJS.Signals): void {
  for (const each of names) process.off(each, onSignal);
  const by = name as SignalName;
  process.exitCode = 128 + signals[by];
  controller.abort(new StoppedError(by));
}

/** Calls back when the command is stopped, or now if it is. */
export function whenStopped(tell: (by: SignalName) => void): void {
  const onStop = (): void => tell((stop.reason as StoppedError).by);
  if (stop.aborted) onStop();
  else stop.addEventListener("abort", onStop);
}

/** Whether an error says no more than that the command was stopped. */
export function isStop(error: unknown): boolean {
  // What failed all the same, as saving what there is, must be told.
  return stop.aborted && error instanceof Error && error.name === "AbortError";
}

/** Milliseconds that are left to what goes on although the command has ended. */
const GRACE = 300;
/** How often that is asked of files: one that does not answer for so long never will. */
const MOST_ASKED = 6;

/**
 * Once a command has ended that was stopped: ends what would keep the process.
 *
 * @param clean called before
 */
export function endIfStopped(clean: () => void): void {
  if (!stop.aborted) return;
  const end = (asked: number): void => {
    // A file that does not answer, as a pipe into which nobody writes: exit would wait for it.
    const isReading = process.getActiveResourcesInfo().some((name) => name.startsWith("FSReq"));
    if (isReading && asked < MOST_ASKED) {
      setTimeout(end, GRACE, asked + 1).unref();
      return;
    }
    clean();
    if (isReading) process.kill(process.pid, (stop.reason as StoppedError).by);
    else process.exit();
  };
  setTimeout(end, GRACE, 1).unref();
}
