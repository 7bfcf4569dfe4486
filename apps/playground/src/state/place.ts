import { signal, type ReadonlySignal } from "@preact/signals";
import { fromHash, toHash, type Place } from "./place-hash.js";

/** Milliseconds after which the URL follows: browsers stop pages that change it all the time. */
const FOLLOWS_AFTER = 250;

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
  const { view } = current.value;
  current.value = { ...current.value, ...change };
  clearTimeout(following);
  if (current.value.view !== view) history.pushState(null, "", toHash(current.value));
  else following = setTimeout(follow, FOLLOWS_AFTER);
}

function follow(): void {
  history.replaceState(null, "", toHash(current.value));
}

/** The address of what is shown. */
export function address(): string {
  return new URL(toHash(current.value), location.href).href;
}
