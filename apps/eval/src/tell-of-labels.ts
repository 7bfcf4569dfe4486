import type { IndexedSource } from "@evalpool/data";
import { shorten } from "@evalpool/errors";
import { formatInteger } from "./terminal/numbers.js";
import { tell } from "./terminal/tell.js";

/** Images of which so many of one class are no accident. */
const MANY = 20;
const TOLD = 4;

/**
 * Says on stderr what of labels is likely not meant: that all are the same, or that classes were
 * numbered by their names, where nobody says in which order the network has them.
 *
 * @param isOrdered whether the caller or the network names the classes in order
 */
export function tellOfLabels(
  { name, split, kind, count, labels, classNames }: IndexedSource,
  isOrdered: boolean,
): void {
  const [first] = labels;
  if (count >= MANY && labels.every((label) => label === first)) {
    tell([`evalpool: ${name} ${split}: all ${formatInteger(count)} labels are ${first}`]);
  }
  if (isOrdered || classNames === undefined || kind !== "a folder for each class") return;
  const told = classNames.slice(0, TOLD).map((it, label) => `${label} ${shorten(it, 20)}`);
  const more = classNames.length > TOLD ? ", …" : "";
  tell([
    `evalpool: ${name} ${split}: classes are numbered in the order of their names: ` +
      `${told.join(", ")}${more}; --class-names says another`,
  ]);
}
