import { shorten } from "@evalpool/errors";
import type { ElementType } from "./decode-array.js";

const kinds: ReadonlyMap<string, ElementType["kind"]> = new Map([
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/**
 * A type of floats by what NumPy calls it; `undefined` for others.
 *
 * @param name byte order, kind and bytes, as `<f4` (`dtype.str`). The order `=` is refused: NumPy
 * takes it for that of the machine which reads, and never writes it
 */
export function numpyType(name: string): ElementType | undefined {
  const kind = kinds.get(name.slice(1));
  const littleEndian = name.startsWith("<");
  return kind && (littleEndian || name.startsWith(">")) ? { kind, littleEndian } : undefined;
}

/** That an array is of a type which is not read, and what to do. */
export function notFloats(name: string): string {
  const known = [...kinds.keys()].join(", ");
  return `expected floats (${known}), got ${shorten(name)}; save it with .astype("float32")`;
}
