import { InvalidArgumentError } from "commander";
import { formatInteger } from "../terminal/numbers.js";

/** Images that are shown at once: more nobody looks through, and a picture of them few programs show. */
const MOST = 1000;

/** For a commander argument that may be repeated: an index, or a range of them as `10-14`. */
export function indices(text: string, previous: readonly number[] = []): number[] {
  const [, from = "", to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === "" || !Number.isSafeInteger(last) || first > last) {
    throw new InvalidArgumentError("Expected an index from 0 on, or a range of them, as 10-14.");
  }
  if (previous.length + last - first + 1 > MOST) {
    throw new InvalidArgumentError(`Expected at most ${formatInteger(MOST)} images.`);
  }
  return [...previous, ...Array.from({ length: last - first + 1 }, (_, i) => first + i)];
}
