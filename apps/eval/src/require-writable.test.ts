import { mkdtemp, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireWritable } from "./require-writable.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-writable-"));
  await mkdir(join(directory, "folder"));
  await symlink("loop", join(directory, "loop"));
  await writeFile(join(directory, "file"), "kept");
});
afterAll(() => rm(directory, { recursive: true }));

// What shows only when the file is written has cost the run or the training that it is of.
test.each([
  ["a link to itself", "loop", "too many symbolic links"],
  ["a file in place of its folder", "file/x", "not a directory"],
  ["a name that is too long", "x".repeat(256), "name too long"],
  ["a folder that is missing", "none/x", "no such file or directory"],
  ["a folder", "folder", "not a regular file"],
])("%s is told before the work", async (_, name, reason) => {
  const file = join(directory, name);
  await expect(requireWritable(file)).rejects.toThrow(`cannot write ${file}: ${reason}`);
});

test("a file that can be written is left as it is, and nothing beside it", async () => {
  const names = await readdir(directory);
  await requireWritable(join(directory, "file"));
  await requireWritable(join(directory, "new"));
  expect(await readdir(directory)).toEqual(names);
});
