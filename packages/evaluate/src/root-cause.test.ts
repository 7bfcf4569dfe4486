import { expect, test } from "vitest";
import { DataError, WorkerError } from "@evalpool/errors";
import { rootCause } from "./root-cause.js";
import type { ShardRunner } from "./shard-runner.js";

const noRoom = new WorkerError("the system has no room for 100 worker threads");
const failing = { ready: () => Promise.reject(noRoom) } as unknown as ShardRunner;

// Of this process, and of the whole system.
test.each(["EMFILE", "ENFILE"])(
  "a file for which threads left no room is their fault: %s",
  async (code) => {
    const tooMany = Object.assign(new Error("too many open files"), { code });
    const error = new DataError("w.npz", "too many open files", { cause: tooMany });
    expect(await rootCause(error, failing)).toBe(noRoom);
    const deeper = new DataError("w.npz", "cannot be read", { cause: error });
    expect(await rootCause(deeper, failing)).toBe(noRoom);
  },
);

test("as is one that Node.js looks for by a package.json that it cannot read", async () => {
  const message = "Cannot read package config /package.json: too many open files.";
  const cause = Object.assign(new Error(message), { code: "ERR_INVALID_PACKAGE_CONFIG" });
  const error = new DataError("mlp.safetensors", "lacks files", { cause });
  expect(await rootCause(error, failing)).toBe(noRoom);
});

test("any other fault of data is told as it is, also where threads fail too", async () => {
  const cause = Object.assign(new Error("no such file"), { code: "ENOENT" });
  const error = new DataError("w.npz", "no such file or directory", { cause });
  expect(await rootCause(error, failing)).toBe(error);
});
