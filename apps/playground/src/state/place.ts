import { signal, type ReadonlySignal } from "@preact/signals";
import { fromHash, toHash, type Place } from "./place-hash.js";

/**
 * Milliseconds of rest after which the URL follows, as while a stroke is drawn or a slider moved:
 * browsers take only so many addresses, Safari 100 in 30 seconds.
 */
const FOLLOWS_AFTER = 350;

let following: ReturnType<typeof setTimeout> | undefined;

const current = signal(fromHash(location.hash));

/** Where the visitor is. */
export const place: ReadonlySignal<Place> = current;

addEventListener("hashchange", () => {
  clearTimeout(following);
  current.value = fromHash(location.hash);
});

/** Goes elsewhere; another view is a step that the browser's Back takes back. */
export function go(change: Partial<Place>): void {
  const before = current.value;
  current.value = { ...before, ...change };
  if (current.value.view === before.view) {
    clearTimeout(following);
    following = setTimeout(follow, FOLLOWS_AFTER);
    return;
  }
  follow(before);
  history.pushState(null, "", toHash(current.value));
}

function follow(place = current.value): void {
  clearTimeout(following);
  history.replaceState(null, "", toHash(place));
}

/** The address of what is shown. */
export function address(): string {
  return new URL(toHash(current.value), location.href).href;
}
