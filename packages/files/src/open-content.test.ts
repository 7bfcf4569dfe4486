import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import { openContent } from "./open-content.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

function fileOf(...parts: Uint8Array[]): string {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

/** All of the content, asked for in pieces of a length. */
async function read(file: string, piece = 1000): Promise<Buffer> {
  await using content = await openContent(file);
  const pieces: Buffer[] = [];
  for (;;) {
    const into = Buffer.alloc(piece);
    const length = await content.read(into);
    pieces.push(into.subarray(0, length));
    if (length < piece) return Buffer.concat(pieces);
  }
}

async function refusal(...parts: Uint8Array[]): Promise<string> {
  const error = await read(fileOf(...parts)).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).reason;
}

/** A gzip member whose header has these optional fields (RFC 1952, 2.3). */
function member(content: Uint8Array, { extra = 0, name = 0, comment = 0, checked = false } = {}) {
  const [deflated, trailer] = [gzipSync(content).subarray(10, -8), gzipSync(content).subarray(-8)];
  const flags = (checked ? 2 : 0) | (extra ? 4 : 0) | (name ? 8 : 0) | (comment ? 16 : 0);
  const fields = [Buffer.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3)];
  if (extra) fields.push(Buffer.of(extra & 255, extra >> 8), Buffer.alloc(extra, 7));
  if (name) fields.push(Buffer.alloc(name, "n"), Buffer.of(0));
  if (comment) fields.push(Buffer.alloc(comment, "c"), Buffer.of(0));
  return Buffer.concat([...fields, deflated, trailer]);
}

// Bytes that no compression makes shorter.
const noise = new Uint8Array(createHash("shake256", { outputLength: 20_000 }).digest());
const gzip = gzipSync(noise);

test("the content is the same, stored or gzipped, whatever the pieces", async () => {
  for (const file of [fileOf(noise), fileOf(gzip)]) {
    for (const piece of [1, 7, 4096, 19_999, 20_000, 20_001, 2 ** 21]) {
      if (piece === 1) expect((await read(fileOf(noise.subarray(0, 99)), 1)).length).toBe(99);
      else expect((await read(file, piece)).equals(noise)).toBe(true);
    }
  }
});

// Python's gzip module reads each of these: gzip.decompress(bytes).
describe("good gzip files of every form are read", () => {
  test.each([
    ["an empty member first", [gzipSync(""), gzip]],
    ["several members", [gzipSync(noise.subarray(0, 9000)), gzipSync(noise.subarray(9000))]],
    ["empty members between and behind", [gzipSync(""), gzip, gzipSync(""), gzipSync("")]],
    ["a file name of 5,000 bytes", [member(noise, { name: 5000 })]],
    ["an extra field of 60,000 bytes", [member(noise, { extra: 60_000 })]],
    ["a comment longer than a chunk", [member(noise, { comment: 3_000_000 })]],
    ["zeros behind", [gzip, Buffer.alloc(10)]],
    ["zeros behind, longer than a chunk", [gzip, Buffer.alloc(3_000_000)]],
  ])("%s", async (_, parts) => {
    expect((await read(fileOf(...parts))).equals(noise)).toBe(true);
  });

  test("any parts of any content", async () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 9 });
    const file = fileOf();
    await fc.assert(
      fc.asyncProperty(parts, fc.nat(9), async (parts, zeros) => {
        const members = parts.map((part) => gzipSync(part));
        writeFileSync(file, Buffer.concat([...members, Buffer.alloc(zeros)]));
        expect(await read(file, 10)).toEqual(Buffer.concat(parts));
      }),
      { numRuns: 50 },
    );
  });

  test("a member that ends where a chunk of the file ends", async () => {
    const chunk = member(noise, { comment: 2 ** 20 - gzip.length - 1 });
    expect(chunk.length).toBe(2 ** 20);
    const content = await read(fileOf(chunk, gzip));
    expect(content.equals(Buffer.concat([noise, noise]))).toBe(true);
  });
});

// Python: BadGzipFile or EOFError.
describe("bad ones are refused", () => {
  test.each([
    ["garbage behind", [gzip, Buffer.from("garbage")], "incorrect header check"],
    ["a byte behind", [gzip, Buffer.of(0x1f)], "unexpected end of file"],
    ["a second member cut short", [gzip, gzip.subarray(0, 9)], "unexpected end of file"],
    ["garbage behind zeros", [gzip, Buffer.of(0, 0, 9)], `byte ${gzip.length + 2} is no gzip`],
    ["a wrong CRC", [gzip.with(-8, gzip.at(-8)! ^ 1)], "incorrect data check"],
    ["a wrong length", [gzip.with(-4, gzip.at(-4)! ^ 1)], "incorrect length check"],
    ["an unknown method", [gzip.with(2, 7)], "unknown compression method"],
  ])("%s", async (_, parts, reason) => {
    expect(await refusal(...parts)).toBe(`damaged gzip data: ${reason}`);
  });

  test("one cut short anywhere", async () => {
    for (const cut of [2, 3, 9, 10, 11, 20, 4096, 9000, -9, -8, -7, -1]) {
      expect(await refusal(gzip.subarray(0, cut))).toBe(
        "damaged gzip data: unexpected end of file",
      );
    }
  });

  test("one in which nothing is to be found", async () => {
    const endless = Buffer.alloc(2 ** 24 + 10, "c");
    const file = fileOf(Buffer.of(0x1f, 0x8b, 8, 16, 0, 0, 0, 0, 0, 3), endless);
    await expect(read(file)).rejects.toThrow("nothing in its first 16777216 bytes");
  });
});

test("one that is not read to its end is closed all the same", async () => {
  const file = fileOf(gzipSync(Buffer.alloc(5_000_000)));
  await using content = await openContent(file);
  const into = Buffer.alloc(10);
  expect(await content.read(into)).toBe(10);
});
