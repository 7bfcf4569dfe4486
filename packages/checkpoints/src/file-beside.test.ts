import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CheckpointError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { filesBeside } from "./file-beside.js";

/** A directory with a secret, and in it a model's with its files. */
function prepare() {
  const outside = temporaryDirectory();
  const directory = join(outside, "model");
  mkdirSync(join(directory, "data"), { recursive: true });
  writeFileSync(join(outside, "secret"), "secret");
  writeFileSync(join(directory, "weights.bin"), "1234");
  writeFileSync(join(directory, "data", "shard 1.bin"), "5");
  symlinkSync(join(outside, "secret"), join(directory, "link"));
  symlinkSync("weights.bin", join(directory, "inner"));
  return { beside: filesBeside(join(directory, "net.onnx")) };
}

test.each([
  ["weights.bin", "1234"],
  ["data/shard 1.bin", "5"],
  ["inner", "1234"],
])("%s lies beside it", async (name, content) => {
  const { beside } = prepare();
  expect(Buffer.from(await beside(name, 10)).toString()).toBe(content);
});

test.each([
  ["../secret", "expected a plain name of a file beside it"],
  ["/etc/hostname", "expected a plain name"],
  ["data/../weights.bin", "expected a plain name"],
  ["./weights.bin", "expected a plain name"],
  ["data\\shard 1.bin", "expected a plain name"],
  ["C:weights.bin", "expected a plain name"],
  ["https://example.org/w", "expected a plain name"],
  ["", "expected a plain name"],
  ["a\0b", "expected a plain name"],
  ["link", "expected a file in the directory of net.onnx, got a link out of it"],
  ["none.bin", "no such file or directory"],
  ["data", "got a directory"],
])("%j is refused", async (name, reason) => {
  const { beside } = prepare();
  await expect(beside(name, 10)).rejects.toThrow(CheckpointError);
  await expect(beside(name, 10)).rejects.toThrow(reason);
});

test("why one cannot be looked at is kept", async () => {
  const { beside } = prepare();
  await expect(beside("none.bin", 10)).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: "ENOENT" }) as Error }),
  );
});

test("one that is longer than what is needed of it is refused before it is read", async () => {
  const { beside } = prepare();
  await expect(beside("weights.bin", 3)).rejects.toThrow("expected at most 3 bytes, got 4 bytes");
});
