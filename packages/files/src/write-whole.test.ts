import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWhole } from "./write-whole.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-write-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("takes the place of what was there, and leaves nothing else behind", async () => {
  const file = join(directory, "a.txt");
  await writeWhole(file, "old");
  await writeWhole(file, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect(await readdir(directory)).toEqual(["a.txt"]);
});

test("says why a file cannot be written, and leaves nothing behind", async () => {
  const taken = join(directory, "taken");
  await mkdir(taken);
  const file = join(directory, "a.txt");
  await writeWhole(file, "");
  await expect(writeWhole(taken, "")).rejects.toThrow(`cannot write ${taken}: `);
  await expect(writeWhole(join(directory, "none", "b"), "")).rejects.toThrow(
    /none.b: no such file or directory$/,
  );
  await expect(writeWhole(join(file, "b"), "")).rejects.toThrow(/a\.txt.b: not a directory$/);
  expect((await readdir(directory)).sort()).toEqual(["a.txt", "taken"]);
});
