import { describe, expect, test } from "vitest";
import { requireSmallHeader } from "./object-header.js";

const MOST = 2 ** 20;

/** A field of a part: a number and its bytes. */
type Field = readonly [value: number, bytes: 1 | 2 | 4 | 8];

function put(bytes: Uint8Array, at: number, fields: readonly Field[]): void {
  const view = new DataView(bytes.buffer);
  for (const [value, width] of fields) {
    if (width === 8) view.setBigUint64(at, BigInt(value), true);
    else if (width === 4) view.setUint32(at, value, true);
    else if (width === 2) view.setUint16(at, value, true);
    else view.setUint8(at, value);
    at += width;
  }
}

/** Type 16 says where a further part lies, and its length, its signature counted. */
const leadingTo = (start: number, length: number, order: readonly Field[] = []): Field[] => [
  ...([[16, 1], [16, 2], [0, 1]] as const), // prettier-ignore
  ...order,
  ...([[start, 8], [length, 8]] as const), // prettier-ignore
];

/** A header of version 2 at byte 3, whose first part has these fields. */
function header(flags: number, width: Field[1], length: number, fields: readonly Field[] = []) {
  const bytes = new Uint8Array(MOST + 1000);
  const times: Field[] = (flags & 0x20) === 0 ? [] : [[-1, 4], [-1, 4], [-1, 4], [-1, 4]]; // prettier-ignore
  put(bytes, 3, [[0, 4], [2, 1], [flags, 1], ...times, [length, width], ...fields]); // prettier-ignore
  return bytes;
}

const sizeOf = (bytes: Uint8Array): number => requireSmallHeader(new DataView(bytes.buffer), 3);

describe("the length of a header's parts is the sum of what they say", () => {
  test.each<[string, number, Field[1]]>([
    ["1 byte", 0, 1],
    ["2 bytes", 1, 2],
    ["4 bytes", 2, 4],
    ["8 bytes", 3, 8],
    ["2 bytes, behind times", 0x21, 2],
  ])("in %s", (_, flags, width) => {
    const length = width === 1 ? 24 : 300;
    expect(sizeOf(header(flags, width, length))).toBe(length);
    // A message of 8 bytes before that of a part of 100.
    const fields: Field[] = [[1, 1], [8, 2], [0, 1], [0, 8], ...leadingTo(500, 100)]; // prettier-ignore
    expect(sizeOf(header(flags, width, 36, fields))).toBe(36 + 96);
  });

  test("where messages tell their order of creation", () => {
    const fields = leadingTo(500, 100, [[7, 2]]);
    expect(sizeOf(header(4, 1, 26, fields))).toBe(26 + 96);
  });

  test("through parts that lead to parts, each of which counts once", () => {
    const bytes = header(0, 1, 60, [...leadingTo(500, 44), ...leadingTo(500, 44), ...leadingTo(500, 44)]); // prettier-ignore
    // "OCHK" is no message.
    for (const at of [500, 600]) put(bytes, at, [[0x4b48434f, 4]]);
    put(bytes, 504, leadingTo(600, 44));
    put(bytes, 604, leadingTo(500, 44));
    expect(sizeOf(bytes)).toBe(60 + 40 + 40);
  });

  test("what stands behind the last message of a part is none", () => {
    // 4 bytes are left, where a message has 4 and more.
    expect(sizeOf(header(0, 1, 4, leadingTo(500, 100)))).toBe(4);
  });
});

test("headers of 2^20 bytes are taken, and none that are larger", () => {
  expect(sizeOf(header(2, 4, MOST))).toBe(MOST);
  expect(() => sizeOf(header(2, 4, MOST + 1))).toThrow("header of more than 1048576 bytes");
  // Each part is small, and lies over the others.
  const bytes = header(0, 1, 20, leadingTo(500, 2000));
  for (let at = 504; at < 504 + 1980; at += 20) put(bytes, at, leadingTo(at + 1000, 20_000));
  expect(() => sizeOf(bytes)).toThrow(RangeError);
});
