import { isShape } from "./axes.js";
import { parsePythonDict } from "./python-dict.js";

/*
 * NPY: the magic string, a version, the header's length, the header as a Python dict literal, then
 * the array's bytes (NumPy, `numpy.lib.format`, versions 1.0 to 3.0).
 */

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59); // "\x93NUMPY"
/** Of a header, in bytes: what `numpy.load` takes. */
const LONGEST_HEADER = 10_000;
/** The magic string, the version, and the header's length in 4 bytes. */
const LONGEST_PREFIX = MAGIC.length + 2 + 4;

/** Bytes of an NPY file in which its header ends. */
export const NPY_HEAD = LONGEST_PREFIX + LONGEST_HEADER;

/** What an NPY file says of its array. */
export interface NpyHeader {
  /** `dtype.str`, as `<f4`. */
  readonly descr: string;
  /** Whether the first axis varies fastest, and not the last. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Bytes before the first element. */
  readonly dataStart: number;
}

/** What an NPY file is read for. */
export interface NpyReading {
  /** Bytes of the whole file, of which there may be less. */
  readonly size: number;
  /** What its array is to be of, for messages: `floats`. */
  readonly elements: string;
  /** Throws the error of who reads it. */
  readonly refuse: (reason: string) => never;
}

/**
 * Reads the header of an NPY file.
 *
 * @param bytes the file, or as much of it as `NPY_HEAD`
 */
export function readNpyHeader(
  bytes: Uint8Array,
  { size, elements, refuse }: NpyReading,
): NpyHeader {
  const version = bytes[MAGIC.length] ?? 0;
  const minor = bytes[MAGIC.length + 1] ?? 0;
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || version < 1 || version > 3 || minor > 0) {
    refuse(`expected the magic string and version 1.0 to 3.0, got version ${version}.${minor}`);
  }
  const lengthBytes = version === 1 ? 2 : 4;
  const start = MAGIC.length + 2 + lengthBytes;
  if (size < start) refuse("cut short in its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength =
    version === 1 ? view.getUint16(start - 2, true) : view.getUint32(start - 4, true);
  if (headerLength > LONGEST_HEADER) refuse(`a header of ${headerLength} bytes, above 10,000`);
  const dataStart = start + headerLength;
  if (size < dataStart) refuse(`a header of ${headerLength} bytes in a file of ${size}`);
  const text = bytes.subarray(start, dataStart);
  const fields = parsePythonDict(version === 3 ? utf8(text) : latin1(text), refuse);
  const [descr, isFortran, shape] = ["descr", "fortran_order", "shape"].map((key) =>
    fields.get(key),
  );
  const isPlain = typeof descr === "string" && typeof isFortran === "boolean";
  if (!isPlain || !isShape(shape) || fields.size !== 3) {
    const expected = "expected descr, fortran_order and shape in its header";
    return refuse(`${expected}, of an array of ${elements}`);
  }
  return { descr, isFortran, shape, dataStart };
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
