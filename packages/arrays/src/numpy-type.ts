import type { ElementKind, ElementType } from "./element-type.js";

const kinds: ReadonlyMap<string, ElementKind> = new Map([
  ["b1", "bool"],
  ["u1", "uint8"],
  ["i1", "int8"],
  ["u2", "uint16"],
  ["i2", "int16"],
  ["u4", "uint32"],
  ["i4", "int32"],
  ["u8", "uint64"],
  ["i8", "int64"],
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/**
 * A type of numbers by what NumPy calls it; `undefined` for others.
 *
 * @param name byte order, kind and bytes, as `<f4` (`dtype.str`). The order `=` is refused: NumPy
 * takes it for that of the machine which reads, and never writes it; `|` is of single bytes
 */
export function numpyType(name: string): ElementType | undefined {
  const kind = kinds.get(name.slice(1));
  const order = name.slice(0, 1);
  const isKnown = order === "<" || order === ">" || (order === "|" && name.endsWith("1"));
  return kind && isKnown ? { kind, littleEndian: order !== ">" } : undefined;
}
