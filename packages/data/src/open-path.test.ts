import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataError, NotFoundError } from "@evalpool/errors";
import { encodeIdx } from "@evalpool/mnist";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { findData } from "./open-path.js";

async function refusal(path: string): Promise<DataError> {
  const error = await findData(path).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

test("where nothing is, the nearest name is told", async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "mnist"));
  const error = await refusal(join(directory, "mnits"));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error.reason).toBe(`no such file or directory; did you mean ${join(directory, "mnist")}?`);
  const further = await refusal(join(directory, "none", "digits"));
  expect(further.reason).toBe("no such file or directory");
});

test("what is no data set is called what it is", async () => {
  const directory = temporaryDirectory();
  expect((await refusal(directory)).reason).toMatch(/^expected .*, got an empty directory$/);
  const page = join(directory, "digits.bin");
  writeFileSync(page, "<!doctype html><title>Not found</title>");
  expect((await refusal(page)).reason).toMatch(
    /^expected .*, got a web page; download the file itself/,
  );
  for (const name of ["a", "b", "c", "d"]) writeFileSync(join(directory, name), "");
  expect((await refusal(directory)).reason).toMatch(
    /, got a directory that holds a, b, c, d and 1 more$/,
  );
});

test.skipIf(process.getuid?.() === 0)(
  "a directory without permission is said to be one",
  async () => {
    const directory = join(temporaryDirectory(), "closed");
    mkdirSync(directory, { mode: 0 });
    expect((await refusal(directory)).reason).toBe("permission denied");
    chmodSync(directory, 0o700);
  },
);

test("a split that is not there is told with those that are", async () => {
  const directory = join(temporaryDirectory(), "digits");
  mkdirSync(directory);
  const images = encodeIdx({ data: new Uint8Array(8), shape: [2, 2, 2] });
  writeFileSync(join(directory, "t10k-images-idx3-ubyte"), images);
  const labels = encodeIdx({ data: Uint8Array.of(1, 0), shape: [2] });
  writeFileSync(join(directory, "t10k-labels-idx1-ubyte"), labels);
  const { kind, splits, open } = await findData(directory);
  expect({ kind, splits }).toEqual({ kind: "IDX files", splits: ["test"] });
  await expect(open("train")).rejects.toThrow(`${directory}: holds no split train, but test`);
  const { name, split, count, classes } = await open("test");
  expect({ name, split, count, classes }).toEqual({
    name: "digits",
    split: "test",
    count: 2,
    classes: 2,
  });
});
