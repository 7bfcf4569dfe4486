import {
  decodeArray,
  isShape,
  rowMajor,
  shapeProblem,
  type FloatKind,
  type FloatType,
} from "@evalpool/arrays";
import type { FloatTensor } from "@evalpool/models";

/** Where a message of an object's header lies: its body, in bytes from the file's beginning. */
export interface Message {
  readonly offset: number;
  readonly flags: number;
}

/** The messages that say what a data set is (HDF5 File Format Specification 3.0, IV.A.2). */
export interface DatasetMessages {
  readonly dataspace: Message | undefined;
  readonly datatype: Message | undefined;
  readonly layout: Message | undefined;
  /** Whether its values went through filters, as compression. */
  readonly isFiltered: boolean;
  /** Its attribute `dtype`, by which Keras tells what are bfloat16 to it and two bytes to HDF5. */
  readonly saidType: () => unknown;
}

/**
 * The values of a data set of floats that lie in one piece; `undefined` where it holds something
 * else, as integers or text. Closed: what is not known to be read right is refused.
 *
 * @throws {RangeError} that says what is wrong, or not read
 */
export function readDataset(bytes: Uint8Array, messages: DatasetMessages): FloatTensor | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = elementType(view, messages);
  if (type === undefined) return undefined;
  const shape = shapeOf(view, own(messages.dataspace, "shape"));
  if (messages.isFiltered) throw new RangeError(IN_CHUNKS);
  const data = contentOf(bytes, view, own(messages.layout, "place"));
  const problem = shapeProblem(shape, type, data.length);
  if (problem !== undefined) throw new RangeError(problem);
  return decodeArray({ bytes: data, type, axes: rowMajor(shape) });
}

const IN_CHUNKS =
  "its values are compressed or in chunks; h5repack -f NONE -l CONTI IN.h5 OUT.h5 puts them in one piece";

/** A message that is not kept elsewhere, for others to share. */
function own(message: Message | undefined, what: string): number {
  if (message === undefined) throw new RangeError(`it says nothing of its ${what}`);
  if ((message.flags & 2) !== 0) throw new RangeError(`its ${what} is kept elsewhere in the file`);
  return message.offset;
}

/** Floats by the bits of their exponent and fraction: HDF5 says those of each type. */
const floats: Readonly<Record<string, FloatKind>> = {
  "2 5 10": "float16",
  "2 8 7": "bfloat16",
  "4 8 23": "float32",
  "8 11 52": "float64",
};

/** Classes of types. */
const FLOATING_POINT = 1;
const OPAQUE = 5;

function elementType(
  view: DataView,
  { datatype, saidType }: DatasetMessages,
): FloatType | undefined {
  const at = own(datatype, "type");
  const kind = view.getUint8(at) & 0x0f;
  const bits = view.getUint8(at + 1);
  const width = view.getUint32(at + 4, true);
  const littleEndian = (bits & 1) === 0;
  if (kind === OPAQUE && width === 2 && saidType() === "bfloat16") {
    return { kind: "bfloat16", littleEndian: true };
  }
  if (kind !== FLOATING_POINT) return undefined;
  const [exponent, fraction] = [view.getUint8(at + 13), view.getUint8(at + 15)];
  const float = floats[`${width} ${exponent} ${fraction}`];
  // Bit 6 is the order of VAXes.
  if (float === undefined || (bits & 0x40) !== 0) {
    throw new RangeError(`it has floats of ${width} bytes that are none of IEEE 754's`);
  }
  return { kind: float, littleEndian };
}

/** The shape that a message says. @throws {RangeError} when it is none */
export function shapeOf(view: DataView, at: number): readonly number[] {
  const version = view.getUint8(at);
  const rank = view.getUint8(at + 1);
  // Version 2 has types of dataspaces; 1 is a simple one, 0 a scalar, 2 holds nothing.
  const isKnown = version === 1 || (version === 2 && view.getUint8(at + 3) < 2);
  if (!isKnown) throw new RangeError(`its shape is of a kind that is not known: ${version}`);
  const first = at + (version === 1 ? 8 : 4);
  const shape = Array.from({ length: rank }, (_, axis) =>
    Number(view.getBigUint64(first + 8 * axis, true)),
  );
  if (!isShape(shape)) throw new RangeError(`its shape is beyond what a file can hold`);
  return shape;
}

/** Where values lie: within the message, in one piece, or in chunks. */
const COMPACT = 0;
const CONTIGUOUS = 1;

function contentOf(bytes: Uint8Array, view: DataView, at: number): Uint8Array {
  const version = view.getUint8(at);
  if (version !== 3 && version !== 4) {
    throw new RangeError(`it says where its values lie in a way that is not known: ${version}`);
  }
  const kind = view.getUint8(at + 1);
  if (kind === COMPACT) return piece(bytes, at + 4, view.getUint16(at + 2, true));
  if (kind !== CONTIGUOUS) throw new RangeError(IN_CHUNKS);
  const address = view.getBigUint64(at + 2, true);
  const length = Number(view.getBigUint64(at + 10, true));
  if (address === NOWHERE) {
    if (length === 0) return new Uint8Array();
    throw new RangeError("its values were never written");
  }
  return piece(bytes, Number(address), length);
}

const NOWHERE = 2n ** 64n - 1n;

function piece(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (start + length <= bytes.length) return bytes.subarray(start, start + length);
  const reason = `its values of ${length} bytes at ${start} lie outside the file of ${bytes.length}`;
  throw new RangeError(reason);
}
