import { shapeOf } from "./stored-dataset.js";

/** Of all texts of an attribute, in bytes: the config of a network with a thousand layers takes 1 million. */
const LARGEST_TEXT = 2 ** 25;
/** Objects that are gone through in global heaps, for those may lie over each other. */
const MOST_OBJECTS = 2 ** 20;

/** Classes of types. */
const STRING = 3;
const VARIABLE_LENGTH = 9;

/** Of a text's place in a global heap, in bytes. */
const REFERENCE = 16;

/**
 * An attribute that is a text, or a list of them; `undefined` where there is none of this name, or it
 * is something else. jsfive reads all attributes of an object to have one, prints the names of those
 * that it does not know, and makes as many texts as a shape says (HDF5 File Format Specification 3.0,
 * IV.A.2.m and III.E).
 *
 * @param messages where the object's messages of attributes lie
 * @throws {RangeError} that says what is wrong
 */
export function readTextAttribute(
  bytes: Uint8Array,
  messages: readonly number[],
  name: string,
): string | readonly string[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = new TextEncoder().encode(name);
  const at = messages.findLast((message) => isNamed(bytes, layoutOf(view, message), wanted));
  if (at === undefined) return undefined;
  const { type, shape: shapeAt, value } = layoutOf(view, at);
  if (view.getUint8(at) > 1 && (view.getUint8(at + 1) & 3) !== 0) {
    throw new RangeError(`${name}: its type or shape is kept elsewhere in the file`);
  }
  const kind = view.getUint8(type) & 0x0f;
  const isVariable = kind === VARIABLE_LENGTH && (view.getUint8(type + 1) & 0x0f) === 1;
  if (kind !== STRING && !isVariable) return undefined;
  const width = isVariable ? REFERENCE : view.getUint32(type + 4, true);
  const shape = shapeOf(view, shapeAt);
  const count = shape.reduce((a, b) => a * b, 1);
  if (width === 0 || value + count * width > bytes.length) {
    throw new RangeError(`${name}: its ${count} texts of ${width} bytes lie outside the file`);
  }
  const heaps = new GlobalHeaps(view);
  let room = LARGEST_TEXT;
  const texts = Array.from({ length: count }, (_, i) => {
    const start = value + i * width;
    const text = isVariable ? heaps.find(start) : { start, length: width };
    room -= text.length;
    if (room < 0) throw new RangeError(`${name}: expected up to ${LARGEST_TEXT} bytes of text`);
    return decode(bytes.subarray(text.start, text.start + text.length));
  });
  return shape.length === 0 ? texts[0] : texts;
}

/** Where the parts of an attribute's message begin. */
interface Layout {
  readonly name: number;
  readonly nameLength: number;
  readonly type: number;
  readonly shape: number;
  readonly value: number;
}

function layoutOf(view: DataView, at: number): Layout {
  const version = view.getUint8(at);
  if (version < 1 || version > 3) {
    throw new RangeError(`an attribute of a version that is not known: ${version}`);
  }
  const length = (field: number): number => view.getUint16(at + field, true);
  const padded = (size: number): number => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  // Version 3 says how its name is encoded.
  const name = at + (version === 3 ? 9 : 8);
  const type = name + padded(length(2));
  const shape = type + padded(length(4));
  return { name, nameLength: length(2), type, shape, value: shape + padded(length(6)) };
}

/** Names end with a zero, which their length counts. */
function isNamed(bytes: Uint8Array, { name, nameLength }: Layout, wanted: Uint8Array): boolean {
  if (nameLength < wanted.length || !wanted.every((byte, i) => bytes[name + i] === byte)) {
    return false;
  }
  return nameLength === wanted.length || bytes[name + wanted.length] === 0;
}

/** Up to the first zero, by which shorter texts are filled up. */
function decode(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

interface Piece {
  readonly start: number;
  readonly length: number;
}

/** Texts of any length, which lie in collections elsewhere in the file. */
class GlobalHeaps {
  readonly #collections = new Map<number, ReadonlyMap<number, Piece>>();
  #objects = 0;

  constructor(readonly view: DataView) {}

  /** @param at where the text's length stands, and which object of which collection it is */
  find(at: number): Piece {
    const length = this.view.getUint32(at, true);
    if (length === 0) return { start: 0, length: 0 };
    const address = Number(this.view.getBigUint64(at + 4, true));
    const collection = this.#collections.get(address) ?? this.#collect(address);
    this.#collections.set(address, collection);
    const object = collection.get(this.view.getUint32(at + 12, true));
    if (object !== undefined && length <= object.length) return { start: object.start, length };
    throw new RangeError(`a text of ${length} bytes that is not in the file`);
  }

  #collect(address: number): ReadonlyMap<number, Piece> {
    const { view } = this;
    // "GCOL"
    if (view.getUint32(address) !== 0x47434f4c) throw new RangeError(`no texts at ${address}`);
    const end = address + Number(view.getBigUint64(address + 8, true));
    const objects = new Map<number, Piece>();
    for (let at = address + 16; at + 16 <= end;) {
      const index = view.getUint16(at, true);
      // What is free.
      if (index === 0) break;
      if (++this.#objects > MOST_OBJECTS) throw new RangeError(`more than ${MOST_OBJECTS} texts`);
      const start = at + 16;
      const length = Number(view.getBigUint64(at + 8, true));
      if (start + length > view.byteLength) throw new RangeError("texts lie outside the file");
      objects.set(index, { start, length });
      at = start + Math.ceil(length / 8) * 8;
    }
    return objects;
  }
}
