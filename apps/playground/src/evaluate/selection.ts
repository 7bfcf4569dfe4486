import { batch, signal, type ReadonlySignal } from "@preact/signals";
import type { Selection } from "./images-of.js";

const current = signal<Selection>("mistakes");

/** Which images of the evaluation are shown. */
export const selection: ReadonlySignal<Selection> = current;

/** Which page of them, from 0. */
export const page = signal(0);

/** Shows others, from the first on. */
export function select(selection: Selection): void {
  batch(() => {
    current.value = selection;
    page.value = 0;
  });
}
