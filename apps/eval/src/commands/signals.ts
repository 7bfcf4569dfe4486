import { constants } from "node:os";
import { tell } from "../terminal/live-line.js";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs work that SIGINT and SIGTERM abort; then the exit code is 128 + the signal's number. The
 * second signal ends the process at once.
 */
export async function withSignals(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stopListening = (): void => {
    for (const name of signals) process.off(name, abort);
  };
  const abort = (name: NodeJS.Signals): void => {
    stopListening();
    process.exitCode = 128 + constants.signals[name];
    tell(`evalpool: stopped by ${name}\n`);
    controller.abort();
  };
  for (const name of signals) process.on(name, abort);
  try {
    await work(controller.signal);
  } catch (error) {
    // What failed all the same, as saving what there is, must be told.
    if (!controller.signal.aborted || (error as Error).name !== "AbortError") throw error;
  } finally {
    stopListening();
  }
}
