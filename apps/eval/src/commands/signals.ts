import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs work that SIGINT and SIGTERM abort; then the exit code is 128 + the signal's number. The
 * second signal ends the process at once.
 */
export async function withSignals(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals): void => {
    process.exitCode = 128 + constants.signals[name];
    // A terminal shows ^C, perhaps behind a line that keeps changing.
    const start = process.stderr.isTTY ? "\n" : "";
    process.stderr.write(`${start}evalpool: stopped by ${name}\n`);
    controller.abort();
  };
  for (const name of signals) process.once(name, abort);
  try {
    await work(controller.signal);
  } catch (error) {
    // What failed all the same, as saving what there is, must be told.
    if (!controller.signal.aborted || (error as Error).name !== "AbortError") throw error;
  } finally {
    for (const name of signals) process.off(name, abort);
  }
}
