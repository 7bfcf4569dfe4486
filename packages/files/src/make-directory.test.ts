import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import { makeDirectory } from "./make-directory.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

test("a directory is made with those above it, by several at once, and again", async () => {
  const directory = join(temporaryDirectory(), "a", "b", "c");
  await Promise.all([1, 2, 3].map(() => makeDirectory(directory)));
  await makeDirectory(directory);
  expect(existsSync(directory)).toBe(true);
});

test("a file in the way is an error that names it", async () => {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, "");
  await expect(makeDirectory(join(file, "below"))).rejects.toThrow(
    new DataError(file, "cannot be made: file already exists"),
  );
});

// There `mkdir` with `recursive` asks for the parent, which is there, and for the child, for ever.
test.runIf(existsSync("/proc/self"))(
  "where nothing can be made, that is said at once",
  async () => {
    await expect(makeDirectory("/proc/nope/mnist")).rejects.toThrow(
      new DataError("/proc/nope", "cannot be made: no such file or directory"),
    );
  },
);
