import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import { notFloats, numpyType } from "./numpy-type.js";
import { columnMajor, decodeArray, isShape, rowMajor, shapeProblem } from "./decode-array.js";

/*
 * NPY: the magic string, a version, the header's length, the header as a Python dict literal, then
 * the array's bytes (NumPy, `numpy.lib.format`, versions 1.0 to 3.0).
 */

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59); // "\x93NUMPY"
/** Of a header, in bytes: what `numpy.load` takes. */
const LONGEST_HEADER = 10_000;

/**
 * The array of an NPY file, of float16, float32 or float64, in either byte order.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export function readNpy(bytes: Uint8Array, file: string): FloatTensor {
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `not a readable NPY file: ${reason}`);
  };
  const version = bytes[MAGIC.length] ?? 0;
  const minor = bytes[MAGIC.length + 1] ?? 0;
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || version < 1 || version > 3 || minor > 0) {
    refuse(`expected the magic string and version 1.0 to 3.0, got version ${version}.${minor}`);
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const start = MAGIC.length + 2 + lengthBytes;
  if (bytes.length < start) refuse("cut short in its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength =
    version === 1 ? view.getUint16(start - 2, true) : view.getUint32(start - 4, true);
  if (headerLength > LONGEST_HEADER) refuse(`a header of ${headerLength} bytes, above 10,000`);
  const end = start + headerLength;
  if (bytes.length < end) refuse(`a header of ${headerLength} bytes in a file of ${bytes.length}`);
  const text = bytes.subarray(start, end);
  const { descr, isFortran, shape } = parseHeader(
    version === 3 ? utf8(text) : latin1(text),
    refuse,
  );
  const type = numpyType(descr) ?? refuse(notFloats(descr));
  const data = bytes.subarray(end);
  const problem = shapeProblem(shape, type, data.length);
  if (problem !== undefined) refuse(problem);
  return decodeArray({ bytes: data, type, axes: isFortran ? columnMajor(shape) : rowMajor(shape) });
}

type Refuse = (reason: string) => never;

interface Header {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }` and nothing else. */
function parseHeader(text: string, refuse: Refuse): Header {
  const fields = new Map(parseDict(text, refuse));
  const [descr, isFortran, shape] = ["descr", "fortran_order", "shape"].map((key) =>
    fields.get(key),
  );
  const isPlain = typeof descr === "string" && typeof isFortran === "boolean";
  if (!isPlain || !isShape(shape) || fields.size !== 3) {
    return refuse("expected descr, fortran_order and shape in its header, of an array of floats");
  }
  return { descr, isFortran, shape };
}

type Literal = string | boolean | readonly number[];

const pattern = {
  space: /\s*/y,
  string: /'([^'\\]*)'|"([^"\\]*)"/y,
  boolean: /True|False/y,
  // (), (3,), (3, 4), (3, 4,); Python knows no number with zeros in front
  tuple: /\(\s*((?:(?:0|[1-9]\d*)L?\s*,\s*)*(?:(?:0|[1-9]\d*)L?)?)\s*\)/y,
};

/** A Python dict literal of strings, booleans and tuples of integers, by its keys in order. */
function parseDict(text: string, refuse: Refuse): [string, Literal][] {
  let at = 0;
  const take = (sticky: RegExp): RegExpExecArray | null => {
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match) at = sticky.lastIndex;
    return match;
  };
  const takeMark = (mark: string): boolean => {
    take(pattern.space);
    const isThere = text.startsWith(mark, at);
    if (isThere) at += mark.length;
    return isThere;
  };
  const fail = (wanted: string): never =>
    refuse(`expected ${wanted} at character ${at} of its header, got ${text.slice(at, at + 12)}`);
  const literal = (): Literal => {
    take(pattern.space);
    const string = take(pattern.string);
    if (string) return string[1] ?? string[2] ?? "";
    const boolean = take(pattern.boolean);
    if (boolean) return boolean[0] === "True";
    const tuple = take(pattern.tuple) ?? fail("a string, True, False or a tuple of lengths");
    return tuple[1]?.match(/\d+/g)?.map(Number) ?? [];
  };
  const entries: [string, Literal][] = [];
  if (!takeMark("{")) fail("{");
  while (!takeMark("}")) {
    const key = literal();
    if (typeof key !== "string") return fail("a name");
    if (entries.some(([name]) => name === key))
      refuse(`${shorten(key)} is given twice in its header`);
    if (!takeMark(":")) fail(":");
    entries.push([key, literal()]);
    if (!takeMark(",") && !text.slice(at).trimStart().startsWith("}")) fail(", or }");
  }
  if (text.slice(at).trim() !== "") fail("the end");
  return entries;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
