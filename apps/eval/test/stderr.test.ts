import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cli, environment } from "./run-cli.js";

// Nobody reads what is told: the work goes on, and ends with the exit code that it would have had.

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-stderr-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe.skipIf(!existsSync("/dev/full"))("a full disk behind stderr changes no exit code", () => {
  test.each([
    [["--dataset", "synthetic", "--quiet"], 0],
    [["--offline", "--quiet"], 0],
    [["--dataset", "synthetic", "--min-accuracy", "1"], 1],
    [["--no-such-flag"], 2],
    [["--dataset", "mnist", "--offline"], 3],
  ])("%j: %d", async (args, code) => {
    const child = spawn(process.execPath, [cli, ...args], {
      env: environment,
      stdio: ["ignore", "ignore", openSync("/dev/full", "w")],
    });
    expect(await once(child, "close")).toEqual([code, null]);
  });
});

test("train … 2>&1 | head -1 saves the weights", async () => {
  const { images, labels } = synthesizeDigits();
  for (const prefix of ["train", "t10k"]) {
    const some = { data: images.data.subarray(0, 500 * 784), shape: [500, 28, 28] };
    const theirs = { data: labels.data.subarray(0, 500), shape: [500] };
    await writeFile(join(directory, `${prefix}-images-idx3-ubyte`), encodeIdx(some));
    await writeFile(join(directory, `${prefix}-labels-idx1-ubyte`), encodeIdx(theirs));
  }
  const out = join(directory, "w.safetensors");
  const args = ["train", "--data", directory, "--epochs", "20", "--out", out];
  const child = spawn(process.execPath, [cli, ...args], { env: environment });
  child.stderr.once("data", () => {
    child.stderr.destroy();
    child.stdout.destroy();
  });
  expect(await once(child, "exit")).toEqual([0, null]);
  const files = await readdir(directory);
  expect(files).toContain("w.safetensors");
  expect(files).toContain("w.json");
});
