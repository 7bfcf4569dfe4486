import { signal, type ReadonlySignal } from "@preact/signals";

/** What takes a while to be had, and may not be had at all. */
export type Loadable<T> =
  | { readonly status: "loading"; readonly what: string }
  | { readonly status: "ready"; readonly value: T }
  | { readonly status: "failed"; readonly error: Error };

/** Loads a value; of one that takes a while, a beginning may be handed on before. */
export type Load<T> = (signal: AbortSignal, handOn: (beginning: T) => void) => Promise<T>;

/** A value that is loaded anew from time to time: what was asked for last is what it becomes. */
export interface Loader<T> {
  readonly current: ReadonlySignal<Loadable<T>>;
  /** @param what is loaded, in words for people */
  readonly load: (what: string, start: Load<T>) => void;
  /** Takes what is there already. */
  readonly set: (value: T) => void;
}

export function createLoader<T>(): Loader<T> {
  const current = signal<Loadable<T>>({ status: "loading", what: "" });
  let last = new AbortController();
  return {
    current,
    load(what, start) {
      last.abort();
      const { signal } = (last = new AbortController());
      current.value = { status: "loading", what };
      const take = (value: T): void => {
        if (!signal.aborted) current.value = { status: "ready", value };
      };
      start(signal, take).then(take, (error: unknown) => {
        if (!signal.aborted) current.value = { status: "failed", error: error as Error };
      });
    },
    set(value) {
      last.abort();
      current.value = { status: "ready", value };
    },
  };
}

/** The value where it is there. */
export function valueOf<T>(loadable: Loadable<T>): T | undefined {
  return loadable.status === "ready" ? loadable.value : undefined;
}
