import { describe, expect, test } from "vitest";
import { readTextAttribute } from "./text-attribute.js";

type Field = readonly [value: number | bigint, bytes: 1 | 2 | 4 | 8];

const text = (value: string, length: number): Field[] =>
  Array.from({ length }, (_, i) => [value.charCodeAt(i) || 0, 1]);

interface Message {
  /** Fields are padded to 8 bytes in version 1; version 3 says how its name is encoded. */
  readonly version?: number;
  /** Of version 1, what is not used. */
  readonly flags?: number;
  /** As long as it is said to be, where that is not with a zero at its end. */
  readonly name?: string;
}

/** A message for one of `count` texts of a type, and what lies behind it. */
function attribute(
  type: readonly Field[],
  count: bigint,
  value: readonly Field[],
  { version = 1, flags = 0, name = "name\0" }: Message = {},
): Uint8Array {
  const isPadded = version === 1;
  const fields: readonly Field[] = [
    ...([[version, 1], [flags, 1], [name.length, 2], [8, 2], [16, 2]] as const), // prettier-ignore
    ...text("", version === 3 ? 1 : 0),
    ...text(name, isPadded ? 8 : name.length),
    ...type,
    ...([[1, 1], [1, 1], [0, 2], [0, 4], [count, 8]] as const), // prettier-ignore
    ...value,
  ];
  const bytes = new Uint8Array(fields.reduce((sum, [, width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [number, width] of fields) {
    if (width === 8) view.setBigUint64(at, BigInt(number), true);
    else if (width === 4) view.setUint32(at, Number(number), true);
    else if (width === 2) view.setUint16(at, Number(number), true);
    else view.setUint8(at, Number(number));
    at += width;
  }
  return bytes;
}

/** Shorter ones are filled up: with zeros behind the first (0), with zeros (1), with blanks (2). */
const fixed = (size: number, padding = 0): Field[] => [[0x13, 1], [padding, 1], [0, 2], [size, 4]]; // prettier-ignore
const variable: readonly Field[] = [[0x19, 1], [1, 1], [0, 2], [16, 4]]; // prettier-ignore

/** Where the collection behind a message of one text begins. */
const COLLECTION = 56;

/** Of a text of `length` bytes in an object of `size`, in the collection behind it. */
function inHeap(length: number, size: number, { index = 1, address = COLLECTION } = {}) {
  return attribute(variable, 1n, [
    ...([[length, 4], [address, 8], [index, 4]] as const), // prettier-ignore
    ...heap(48, [[1, 2], [1, 2], [0, 4], [size, 8], ...text("hello", 16)]), // prettier-ignore
  ]);
}

/** A collection of objects that says to have so many bytes. */
const heap = (size: number, objects: readonly Field[]): Field[] => [
  ...text("GCOL", 4),
  ...([[1, 4], [size, 8]] as const), // prettier-ignore
  ...objects,
];

test("texts of a fixed length, and of any", () => {
  const two = attribute(fixed(3), 2n, [...text("ab", 3), ...text("cde", 3)]);
  expect(readTextAttribute(two, [0], "name")).toEqual(["ab", "cde"]);
  expect(readTextAttribute(inHeap(5, 5), [0], "name")).toEqual(["hello"]);
  expect(readTextAttribute(inHeap(0, 5), [0], "name")).toEqual([""]);
  // There is no collection where there is no text.
  expect(readTextAttribute(inHeap(0, 5, { address: 0 }), [0], "name")).toEqual([""]);
  // The object ends where the file does.
  expect(readTextAttribute(inHeap(16, 16), [0], "name")).toEqual(["hello"]);
});

test.each<[string, Message]>([
  ["version 1, whose flags are not used", { flags: 3 }],
  ["version 2", { version: 2 }],
  ["version 3", { version: 3 }],
  ["a name without a zero", { version: 3, name: "name" }],
])("%s", (_, message) => {
  for (const padding of [0, 1, 2]) {
    const texts = attribute(fixed(3, padding), 3n, [...text("ab", 3), ...text("", 3), ...text("cde", 3)], message); // prettier-ignore
    expect(readTextAttribute(texts, [0], "name")).toEqual(["ab", "", "cde"]);
  }
});

test("there is none of another name or type", () => {
  const one = attribute(fixed(3), 1n, text("ab", 3));
  for (const name of ["nam", "names", "Name", ""]) {
    expect(readTextAttribute(one, [0], name)).toBeUndefined();
  }
  expect(readTextAttribute(one, [], "name")).toBeUndefined();
  const integers: Field[] = [[0x10, 1], [1, 1], [0, 2], [4, 4]]; // prettier-ignore
  expect(readTextAttribute(attribute(integers, 1n, [[7, 4]]), [0], "name")).toBeUndefined();
  // Lists of any length, which are of no letters.
  const lists: Field[] = [[0x19, 1], [0, 1], [0, 2], [16, 4]]; // prettier-ignore
  expect(readTextAttribute(attribute(lists, 1n, text("", 16)), [0], "name")).toBeUndefined();
});

test("a collection ends where it says, and what is free in it is no text", () => {
  const hello: Field[] = [[1, 2], [1, 2], [0, 4], [5, 8], ...text("hello", 8)]; // prettier-ignore
  const place: Field[] = [[5, 4], [COLLECTION, 8], [1, 4]]; // prettier-ignore
  const noise: Field[] = [[7, 2], [1, 2], [0, 4], [500, 8]]; // prettier-ignore
  const cut = attribute(variable, 1n, [...place, ...heap(40, [...hello, ...noise])]);
  expect(readTextAttribute(cut, [0], "name")).toEqual(["hello"]);
  const free: Field[] = [[0, 2], [0, 2], [0, 4], [500, 8]]; // prettier-ignore
  const open = attribute(variable, 1n, [...place, ...heap(56, [...hello, ...free])]);
  expect(readTextAttribute(open, [0], "name")).toEqual(["hello"]);
});

describe("texts of an attribute take up to 32 MiB", () => {
  const most = 2 ** 25;

  /** So many texts of no letters. */
  function read(count: number, size: number) {
    const message = attribute(fixed(size), BigInt(count), []);
    const bytes = new Uint8Array(message.length + count * size);
    bytes.set(message);
    return readTextAttribute(bytes, [0], "name");
  }

  test("which is that of one", () => expect(read(1, most)).toEqual([""]));

  test("and of all together", () => {
    expect(() => read(2, most / 2 + 1)).toThrow(RangeError);
    expect(() => read(2, most / 2 + 1)).toThrow("name: expected up to 33554432 bytes of text");
  });
});

test("up to 2^20 objects are gone through", () => {
  const count = 2 ** 20 + 1;
  const place: Field[] = [[1, 4], [COLLECTION, 8], [1, 4]]; // prettier-ignore
  const message = attribute(variable, 1n, [...place, ...heap(16 + 16 * count, [])]);
  const bytes = new Uint8Array(message.length + 16 * count);
  bytes.set(message);
  // Each is the second, and empty.
  for (let at = message.length; at < bytes.length; at += 16) bytes[at] = 2;
  expect(() => readTextAttribute(bytes, [0], "name")).toThrow("more than 1048576 texts");
});

test.each([
  ["2^31 texts of no bytes", attribute(fixed(0), 2n ** 31n, []), "lie outside the file"],
  ["more texts than there are", attribute(fixed(3), 3n, text("ab", 3)), "lie outside the file"],
  ["longer than its object", inHeap(6, 5), "a text of 6 bytes that is not in the file"],
  ["in no object", inHeap(5, 5, { index: 2 }), "a text of 5 bytes that is not in the file"],
  ["in what is no collection", inHeap(5, 5, { address: 8 }), "no texts at 8"],
  ["a type elsewhere", attribute(fixed(3), 1n, text("ab", 3), { version: 3, flags: 1 }), "name: its type or shape is kept elsewhere in the file"], // prettier-ignore
  ["a shape elsewhere", attribute(fixed(3), 1n, text("ab", 3), { version: 2, flags: 2 }), "name: its type or shape is kept elsewhere in the file"], // prettier-ignore
  ["of version 0", attribute(fixed(3), 1n, text("ab", 3), { version: 0 }), "an attribute of a version that is not known: 0"], // prettier-ignore
  ["of version 4", attribute(fixed(3), 1n, text("ab", 3), { version: 4 }), "an attribute of a version that is not known: 4"], // prettier-ignore
  ["in an object outside the file", inHeap(5, 500), "texts lie outside the file"],
])("refused: %s", (_, bytes, message) => {
  expect(() => readTextAttribute(bytes, [0], "name")).toThrow(RangeError);
  expect(() => readTextAttribute(bytes, [0], "name")).toThrow(message);
});
