import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { createLoader, type Load, type Loadable } from "./loadable.js";
import { tellNotice } from "./notice.js";
import { go, place } from "./place.js";
import { start } from "./place-hash.js";

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
  load: (name: string, ...loading: Parameters<Load<T>>) => Promise<T>,
): Choice<T> {
  const loader = createLoader<T>();
  const own = signal<T | undefined>();
  // Of the place this alone: nothing is loaded anew because a visitor goes elsewhere with it.
  const chosen = computed(() => place.value[key]);
  effect(() => {
    const name = chosen.value;
    const opened = own.value;
    if (name !== "file") loader.load(name, (...loading) => load(name, ...loading));
    else if (opened !== undefined) loader.set(opened);
    else {
      const kinds = { model: "network", data: "data set" };
      tellNotice(
        `The ${kinds[key]} of this address was opened from files, which an address cannot hold: ` +
          `this is ${start[key]}. Open the files again.`,
      );
      go({ [key]: start[key] });
    }
  });
  return {
    current: loader.current,
    own,
    take: (opened) =>
      batch(() => {
        own.value = opened;
        // Its layers have other names.
        go({ [key]: "file", ...(key === "model" && { layer: "" }) });
      }),
  };
}
