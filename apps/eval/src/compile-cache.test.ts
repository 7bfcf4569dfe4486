import { chmodSync, existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { findCompileCache } from "./compile-cache.js";

// Code from this directory is run: whoever can write to it can run code as this user.

let cache: string;
let directory: string;
beforeEach(() => {
  cache = join(temporaryDirectory(), "cache");
  directory = join(cache, "compile-cache");
});

test("it is made in the user's cache for the user alone", () => {
  mkdirSync(cache);
  expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBe(directory);
  expect(lstatSync(directory).mode & 0o777).toBe(0o700);
  expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBe(directory);
});

test("the directories above it are made in a cache that no variable names for evalpool", () => {
  const found = findCompileCache({ XDG_CACHE_HOME: cache });
  expect(found).toBe(join(cache, "evalpool", "compile-cache"));
  expect(lstatSync(cache).mode & 0o777).toBe(0o700);
  const elsewhere = `${cache}-else`;
  expect(findCompileCache({ EVALPOOL_CACHE: elsewhere })).toBeUndefined();
  expect(existsSync(elsewhere)).toBe(false);
});

describe.skipIf(process.platform === "win32")("it is done without", () => {
  test.each([0o770, 0o707, 0o777, 0o1777])("where others may write to it: %o", (mode) => {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, mode);
    expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBeUndefined();
  });

  test("where others may put another in its place", () => {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(cache, 0o777);
    expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBeUndefined();
    // As /tmp is: each takes away only what is his.
    chmodSync(cache, 0o1777);
    expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBe(directory);
  });

  test("where it is a link, or a file", () => {
    mkdirSync(cache);
    mkdirSync(`${cache}-else`);
    symlinkSync(`${cache}-else`, directory);
    expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBeUndefined();
    writeFileSync(join(`${cache}-else`, "compile-cache"), "");
    expect(findCompileCache({ EVALPOOL_CACHE: `${cache}-else` })).toBeUndefined();
  });

  test("where it is another user's", () => {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { getuid } = process;
    process.getuid = () => lstatSync(directory).uid + 1;
    try {
      expect(findCompileCache({ EVALPOOL_CACHE: cache })).toBeUndefined();
    } finally {
      process.getuid = getuid!;
    }
  });

  test("where nothing can be made", () => {
    expect(findCompileCache({ EVALPOOL_CACHE: "/proc/none" })).toBeUndefined();
    expect(findCompileCache({ XDG_CACHE_HOME: "/dev/null" })).toBeUndefined();
  });
});
