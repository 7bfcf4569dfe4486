import { WorkerError } from "@evalpool/errors";

/** What is heard of a thread that fails. */
type Failing = Pick<Worker, "onerror" | "onmessageerror">;

/**
 * Hears of a thread's failures.
 *
 * @param what it is, in words for people
 */
export function onFailedThread(
  thread: Failing,
  what: string,
  tell: (error: WorkerError) => void,
): void {
  // One whose file cannot be had says nothing.
  thread.onerror = ({ message }) => {
    tell(new WorkerError(`${what} failed: ${message || "it could not be loaded"}`));
  };
  thread.onmessageerror = () => {
    tell(new WorkerError(`${what} failed: its answer could not be read`));
  };
}
