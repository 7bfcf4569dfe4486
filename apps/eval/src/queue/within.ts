import { setTimeout as sleep } from "node:timers/promises";

/** What work gives, or undefined where it takes longer than so many milliseconds; it goes on then. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const settled = new AbortController();
  const late = sleep(ms, undefined, { signal: settled.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    // The timer would keep the process.
    settled.abort();
  }
}
