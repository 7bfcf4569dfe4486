import { gzipSync } from "node:zlib";
import { DataError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { gunzip } from "./gunzip.js";

/** Three million bytes, so that there are several chunks, of which no two are the same. */
const content = Buffer.from(Uint32Array.from({ length: 750_000 }, (_, i) => i * 2654435761).buffer);
const packed = gzipSync(content, { level: 1 });

const unpack = (bytes: Uint8Array, most = content.length): Promise<Uint8Array> =>
  gunzip(bytes, "digits.gz", most);

test.each([
  { what: "many bytes", bytes: content },
  { what: "one byte", bytes: Buffer.of(7) },
  { what: "nothing", bytes: Buffer.of() },
])("$what are found again, as many as may be", async ({ bytes }) => {
  expect(Buffer.from(await unpack(gzipSync(bytes), bytes.length)).equals(bytes)).toBe(true);
});

// As the command does, and Python's gzip.decompress.
describe("what is behind the first member counts", () => {
  test.each([
    {
      what: "two members",
      parts: [gzipSync(content.subarray(0, 9000)), gzipSync(content.subarray(9000))],
    },
    { what: "empty members around", parts: [gzipSync(""), packed, gzipSync(""), gzipSync("")] },
    { what: "zeros", parts: [packed, Buffer.alloc(3_000_000)] },
  ])("$what", async ({ parts }) => {
    expect(Buffer.from(await unpack(Buffer.concat(parts))).equals(content)).toBe(true);
  });
});

const flipped = Buffer.from(packed);
flipped[packed.length - 8]! ^= 1;

test.each([
  { what: "cut short", bytes: packed.subarray(0, -9), reason: "buffer error" },
  { what: "a wrong check sum", bytes: flipped, reason: "incorrect data check" },
  {
    what: "garbage behind",
    bytes: Buffer.concat([packed, Buffer.from("garbage")]),
    reason: "header",
  },
  {
    what: "garbage behind zeros",
    bytes: Buffer.concat([packed, Buffer.of(0, 0, 9)]),
    reason: `byte ${packed.length + 2} is no gzip`,
  },
])("$what is told", async ({ bytes, reason }) => {
  const failure = unpack(bytes);
  await expect(failure).rejects.toThrow(DataError);
  await expect(failure).rejects.toThrow("digits.gz: a damaged gzip file: ");
  await expect(failure).rejects.toThrow(reason);
});

test.each([
  { members: 1, bytes: packed },
  { members: 2, bytes: Buffer.concat([gzipSync(""), packed]) },
])("a byte more than may be is refused, in $members", async ({ bytes }) => {
  const failure = unpack(bytes, content.length - 1);
  await expect(failure).rejects.toThrow(DataError);
  await expect(failure).rejects.toThrow("expected at most 2999999 bytes");
});
