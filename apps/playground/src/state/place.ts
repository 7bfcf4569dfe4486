import { signal, type ReadonlySignal } from "@preact/signals";
import { fromHash, toHash, type Place } from "./place-hash.js";

/**
 * Milliseconds from one change of the URL to the next, as while a stroke is drawn or a slider moved:
 * browsers take only so many, Safari 100 in 30 seconds.
 */
const PAUSE = 350;

let written = -PAUSE;
let following: ReturnType<typeof setTimeout> | undefined;

const current = signal(fromHash(location.hash));

/** Where the visitor is. */
export const place: ReadonlySignal<Place> = current;

addEventListener("hashchange", () => {
  cancel();
  current.value = fromHash(location.hash);
});

/** Goes elsewhere; another view is a step that the browser's Back takes back. */
export function go(change: Partial<Place>): void {
  const before = current.value;
  current.value = { ...before, ...change };
  if (current.value.view !== before.view) {
    follow(before);
    history.pushState(null, "", toHash(current.value));
    return;
  }
  const pause = written + PAUSE - performance.now();
  if (pause <= 0) follow();
  else following ??= setTimeout(follow, pause);
}

function follow(place = current.value): void {
  cancel();
  written = performance.now();
  history.replaceState(null, "", toHash(place));
}

function cancel(): void {
  clearTimeout(following);
  following = undefined;
}

/** The address of what is shown. */
export function address(): string {
  return new URL(toHash(current.value), location.href).href;
}
