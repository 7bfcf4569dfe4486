import { deflateRawSync } from "node:zlib";
import { createTally } from "@evalpool/metrics";
import type { Part } from "@evalpool/evaluate";
import { expect, test } from "vitest";
import { packPart, unpackPart } from "./packed-part.js";

test("a part of a thousand classes takes little of a store's memory", () => {
  const part = { tally: createTally(1000) } as unknown as Part;
  const packed = packPart(part);
  expect(JSON.stringify(part).length).toBeGreaterThan(2e6);
  expect(packed.length).toBeLessThan(2e4);
  expect(unpackPart(packed)).toEqual(part);
});

test("a little that would become very much is given up on the way", () => {
  const zeros = Buffer.alloc(2 ** 20);
  // 300 MB of zeros, in 0.3 MB: each block ends where the next begins.
  const block = deflateRawSync(zeros, { finishFlush: 2 });
  const bomb = Buffer.concat([...Array.from({ length: 300 }, () => block), deflateRawSync("")]);
  expect(() => unpackPart(bomb.toString("base64"))).toThrow(
    "not a part: expected at most 268435456 bytes of JSON",
  );
});

const text = deflateRawSync("images: 9999").toString("base64");
const cut = deflateRawSync(JSON.stringify({ evalpoolPart: 1 }))
  .subarray(0, -3)
  .toString("base64");

test.each([
  [undefined, "text"],
  [17, "text"],
  [{ evalpoolPart: 1 }, "text"],
  ["x".repeat(2 ** 25 + 1), "text of at most 33554432 characters"],
  ["!", "what is deflated"],
  ["AAAA", "what is deflated"],
  [cut, "what is deflated"],
  [text, "JSON"],
])("what was not packed is refused, in a few words: %#", (value, expected) => {
  expect(() => unpackPart(value)).toThrow(RangeError);
  expect(() => unpackPart(value)).toThrow(`not a part: expected ${expected}`);
});
