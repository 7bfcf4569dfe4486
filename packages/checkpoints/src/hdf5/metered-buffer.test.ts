import { describe, expect, test } from "vitest";
import { MeteredBuffer } from "./metered-buffer.js";

const MOST = 2 ** 20;

/** A buffer with a text at a place, and bytes behind it. */
function buffer(signature: string, behind: readonly number[], at = 8): MeteredBuffer {
  const bytes = new Uint8Array(1000);
  bytes.set(Buffer.from(signature), at);
  bytes.set(behind, at + 4);
  return MeteredBuffer.of(bytes);
}

test("a piece is its bytes, and no buffer that counts", () => {
  const all = MeteredBuffer.of(Uint8Array.of(1, 2, 3, 4));
  expect([...new Uint8Array(all.slice(1, 3))]).toEqual([2, 3]);
  expect([...new Uint8Array(all.slice(2))]).toEqual([3, 4]);
  expect([...new Uint8Array(all.slice())]).toEqual([1, 2, 3, 4]);
  expect(all.slice(4, 4).byteLength).toBe(0);
  expect(all.slice(0, 4)).not.toBeInstanceOf(MeteredBuffer);
});

test.each([
  [-1, 2],
  [3, 2],
  [0, 5],
  [5, 6],
  [Number.NaN, 2],
  [0, Number.NaN],
])("bytes %d to %d are refused", (begin, end) => {
  const all = MeteredBuffer.of(Uint8Array.of(1, 2, 3, 4));
  expect(() => all.slice(begin, end)).toThrow(RangeError);
  expect(() => all.slice(begin, end)).toThrow(`bytes ${begin} to ${end} lie outside the file of 4`);
});

describe("up to 2^20 pieces are given", () => {
  /** How many pieces more there are of one that costs so many. */
  const gives = (all: MeteredBuffer, cost: number, at = 8) => {
    const times = Math.floor(MOST / cost);
    for (let i = 0; i < times; i++) all.slice(at, at + 4);
    for (let i = times * cost; i < MOST; i++) all.slice(0, 1);
    expect(() => all.slice(0, 1)).toThrow(RangeError);
    expect(() => all.slice(0, 1)).toThrow(`it takes more than ${MOST} pieces to read`);
  };

  // A B-tree's node says in its bytes 6 and 7 to how many places it leads.
  test("of which a node of a tree is as many as it leads to", () => {
    gives(buffer("TREE", [0, 0, 0xff, 0xff]), 2 ** 16);
    gives(buffer("TREE", [0, 0, 0xfe, 0x7f], 100), 2 ** 15 - 1, 100);
  });

  // Of version 2, whose length is in two bytes.
  test("of which a header is one for 16 bytes of it", () => {
    const bytes = new Uint8Array(2 ** 16);
    bytes.set([...Buffer.from("OHDR"), 2, 1, 0, 0xf0], 8);
    gives(MeteredBuffer.of(bytes), 1 + 0xf000 / 16);
  });

  test("and nothing else is more than one", () => {
    const all = buffer("EERT", [0, 0, 0xff, 0xff]);
    for (let i = 0; i < 1000; i++) all.slice(8, 12);
    // A node, and not its signature alone.
    const node = buffer("TREE", [0, 0, 0xff, 0xff]);
    for (let i = 0; i < 1000; i++) node.slice(8, 13);
  });
});
