import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import { encodeIdx } from "./idx.js";
import { readIdx } from "./read-idx.js";
import { imagesFile } from "./testing/idx-files.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

function fileOf(bytes: Uint8Array, name = "images"): string {
  const file = join(temporaryDirectory(), name);
  writeFileSync(file, bytes);
  return file;
}

/** The DataError that reading ends in. */
async function refusal(file: string): Promise<DataError> {
  const error = await readIdx(file).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

// Bytes that no compression makes shorter, so that a cut lies where it says.
const noise = new Uint8Array(createHash("shake256", { outputLength: 20_000 }).digest());
const noiseFile = encodeIdx({ data: noise, shape: [200, 100] });

test("a plain and a gzipped file give the same array and the same digest, that of the content", async () => {
  const plain = await readIdx(fileOf(noiseFile));
  const zipped = await readIdx(fileOf(gzipSync(noiseFile)));
  expect(plain).toEqual({
    data: noise,
    shape: [200, 100],
    sha256: createHash("sha256").update(noiseFile).digest("hex"),
  });
  expect(zipped).toEqual(plain);
});

test("gzip is told by the first bytes, whatever the name says", async () => {
  const shape = [3, 2, 2];
  expect(await readIdx(fileOf(imagesFile, "images.gz"))).toMatchObject({ shape });
  expect(await readIdx(fileOf(gzipSync(imagesFile), "images"))).toMatchObject({ shape });
});

test("a gzip cut short anywhere is refused", async () => {
  const zipped = gzipSync(noiseFile);
  const file = fileOf(zipped);
  // Inside the gzip header, in the deflated data around where the first look ends, in the trailer.
  const cuts = [0, 1, 2, 3, 9, 10, 11, 20, 4095, 4096, 4097, 9000, -9, -8, -7, -4, -1];
  for (const cut of cuts) {
    writeFileSync(file, zipped.subarray(0, cut));
    expect((await refusal(file)).file).toBe(file);
  }
});

test("a gzip with changed bytes ends in a DataError, or in the very content", async () => {
  const zipped = gzipSync(imagesFile);
  const file = fileOf(zipped);
  await fc.assert(
    fc.asyncProperty(fc.nat(zipped.length - 1), fc.nat(255), async (at, value) => {
      writeFileSync(file, zipped.with(at, value));
      const read = await readIdx(file).catch((error: unknown) => error);
      if (read instanceof DataError) return;
      // Bytes of the gzip header such as the time stamp may change and mean nothing.
      const sha256 = createHash("sha256").update(imagesFile).digest("hex");
      expect(read).toMatchObject({ sha256 });
    }),
    { numRuns: 100 },
  );
});

test("a gzip whose content is shorter or longer than its header declares is refused", async () => {
  const shorter = await refusal(fileOf(gzipSync(imagesFile.with(7, 4))));
  expect(shorter.reason).toBe("the header declares shape (4,2,2), 32 bytes in all; got 28");
  const longer = await refusal(fileOf(gzipSync(imagesFile.with(7, 2))));
  expect(longer.reason).toBe("the header declares shape (2,2,2), 24 bytes in all; got more");
});

/**
 * A gzip that inflates to 200 times its size, of zeros behind the header. Inflated whole, its length
 * would be in the message; "got more" says that inflating stopped at the bound.
 */
function bomb(header: Uint8Array): Uint8Array {
  const content = new Uint8Array(20_000_000);
  content.set(header);
  return gzipSync(content, { level: 1 });
}

test("a gzip bomb is inflated no further than the header inside declares", async () => {
  const file = fileOf(bomb(imagesFile));
  expect((await refusal(file)).reason).toMatch(/28 bytes in all; got more$/);
});

test("a header cannot lift the bound by axes whose product overflows", async () => {
  const axes = Array<number>(255).fill(255);
  const header = Uint8Array.of(0, 0, 8, 255, ...axes.flatMap((n) => [n, n, n, n]));
  header.fill(0, header.length - 4);
  const file = fileOf(bomb(header));
  expect((await refusal(file)).reason).toMatch(/1024 bytes in all; got more$/);
});

test("huge axes are refused for the bytes that are missing, gzipped or not", async () => {
  const huge = Uint8Array.of(0, 0, 8, 3, ...Array<number>(12).fill(255), 1, 2, 3);
  const reason = /declares shape \(4294967295,4294967295,4294967295\).*; got 19$/;
  expect((await refusal(fileOf(huge))).reason).toMatch(reason);
  expect((await refusal(fileOf(gzipSync(huge)))).reason).toMatch(reason);
});

test("a file that is missing, a directory and an empty file say what they are", async () => {
  const directory = temporaryDirectory();
  const missing = await refusal(join(directory, "missing"));
  expect(missing.message).toBe(`${join(directory, "missing")}: no such file or directory`);
  expect(missing.cause).toMatchObject({ code: "ENOENT" });
  mkdirSync(join(directory, "folder"));
  expect((await refusal(join(directory, "folder"))).reason).toBe(
    "expected a regular file, got a directory",
  );
  expect((await refusal(fileOf(new Uint8Array()))).reason).toMatch(/header of 4 bytes.*got 0/);
});

// Held in memory, unlike those that are stored as they are.
test("more than 600 MB are not inflated, and what to do is said", async () => {
  const content = new Uint8Array(5000);
  content.set(Uint8Array.of(0, 0, 8, 3, 0, 61, 9, 0, 0, 0, 0, 28, 0, 0, 0, 28));
  expect((await refusal(fileOf(gzipSync(content)))).reason).toBe(
    "the header declares shape (4000000,28,28), 3136000016 bytes in all; " +
      "more than the 600 MB that are inflated into memory: decompress the file",
  );
});

test("what the system has no error number for is a DataError too", async () => {
  expect((await refusal("no\0name")).reason).toMatch(/null bytes/);
});
