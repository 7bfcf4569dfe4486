import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { directoryKind } from "./directory-kind.js";
import { readWhole } from "./read-whole.js";
import { whatLiesAt } from "./what-lies-at.js";

/** A directory with files of these names. */
function directoryOf(...names: string[]): string {
  const directory = temporaryDirectory();
  for (const name of names) writeFileSync(join(directory, name), "");
  return directory;
}

test.each([
  [["saved_model.pb", "keras_metadata.pb"], "a TensorFlow SavedModel, a directory"],
  [
    // A network as Hugging Face keeps it.
    ["config.json", "model.safetensors", "pytorch_model.bin", "README.md"],
    "a directory; give the file in it, as model.safetensors",
  ],
  [["group1-shard1of1.bin", "model.json"], "a directory; give the file in it, as model.json"],
  [["notes.txt"], "a directory"],
  [[], "a directory"],
])("%j", async (names, told) => {
  const directory = directoryOf(...names);
  expect(directoryKind(directory)).toBe(told);
  expect(whatLiesAt(directory)).toBe(told);
  const reading = readWhole(directory, { maxBytes: 100 });
  await expect(reading).rejects.toThrow(`${directory}: expected a regular file, got ${told}`);
});

test("a directory that is not there is one all the same", () => {
  expect(directoryKind(join(temporaryDirectory(), "none"))).toBe("a directory");
});

test("a link that leads nowhere is told as one, with where it leads", async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "blobs"));
  symlinkSync("blobs/5f3e", join(directory, "model.safetensors"));
  await expect(readWhole(join(directory, "model.safetensors"), { maxBytes: 100 })).rejects.toThrow(
    "model.safetensors: a link to blobs/5f3e: no such file or directory",
  );
  await expect(readWhole(join(directory, "none"), { maxBytes: 100 })).rejects.toThrow(
    "none: no such file or directory",
  );
});
