let controller = new AbortController();
let last: Promise<unknown> = Promise.resolve();

/**
 * Does what keeps all cores busy, after what was under way is stopped and has ended: two at once
 * would make each other slow.
 *
 * @throws {DOMException} an AbortError when it is stopped itself
 */
export function alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  stop();
  const { signal } = (controller = new AbortController());
  const done = last.then(() => {
    signal.throwIfAborted();
    return work(signal);
  });
  last = done.catch(() => undefined);
  return done;
}

/** Stops what is under way. */
export function stop(): void {
  controller.abort();
}

/** Whether that is why something failed. */
export function isStop(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
