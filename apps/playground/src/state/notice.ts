import { signal, type ReadonlySignal } from "@preact/signals";
import { printable } from "@evalpool/errors";

/** What a visitor is told that is not part of a view. */
export interface Notice {
  readonly text: string;
  /** Whether something could not be done. */
  readonly isFailure: boolean;
}

const current = signal<Notice | undefined>();

/** What was told last, until it is dismissed. */
export const notice: ReadonlySignal<Notice | undefined> = current;

/** Tells what there is to know. */
export function tellNotice(text: string): void {
  current.value = { text: printable(text), isFailure: false };
}

/** Tells why something could not be done. */
export function tellFailure(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  current.value = { text: printable(text), isFailure: true };
}

export function dismiss(): void {
  current.value = undefined;
}
