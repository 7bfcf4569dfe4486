import { unlessAborted } from "@evalpool/evaluate";
import { stop } from "./stop.js";

/** What work gives, unless the command is stopped before; then it is not waited for. */
export function untilStopped<T>(work: Promise<T>): Promise<T> {
  return unlessAborted(work, stop);
}
