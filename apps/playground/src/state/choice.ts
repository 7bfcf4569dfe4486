import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { createLoader, type Loadable } from "./loadable.js";
import { go, place, start } from "./place.js";

/** What is named in the URL and loaded by its name, or was opened from files. */
export interface Choice<T> {
  readonly current: ReadonlySignal<Loadable<T>>;
  /** What was opened from files last, called `file` in the URL. */
  readonly own: ReadonlySignal<T | undefined>;
  /** Takes one from files, and goes there. */
  readonly take: (opened: T) => void;
}

/** Follows the URL: what it names under `key` is loaded. */
export function createChoice<T>(
  key: "model" | "data",
  load: (name: string, signal: AbortSignal) => Promise<T>,
): Choice<T> {
  const loader = createLoader<T>();
  const own = signal<T | undefined>();
  // Of the place, this alone: what is loaded stays while a visitor draws.
  const named = computed(() => place.value[key]);
  effect(() => {
    const name = named.value;
    const opened = own.value;
    if (name !== "file") loader.load(name, (signal) => load(name, signal));
    else if (opened !== undefined) loader.set(opened);
    // What was opened once cannot be had again from a URL.
    else go({ [key]: start[key] });
  });
  return {
    current: loader.current,
    own,
    take(opened) {
      own.value = opened;
      go({ [key]: "file" });
    },
  };
}
