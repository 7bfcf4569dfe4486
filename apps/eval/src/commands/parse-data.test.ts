import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";
import { byteSize, classNames, imageSize } from "./parse-data.js";

test("names of classes are a list, or the lines of a file", () => {
  expect(classNames("cat, dog")).toEqual(["cat", "dog"]);
  const file = join(temporaryDirectory(), "names.txt");
  writeFileSync(file, "\ufeffcat\r\nbig dog\r\n");
  expect(classNames(file)).toEqual(["cat", "big dog"]);
  // Taken for a name, the labels would be blamed.
  for (const missing of [`${file}.bak/x`, "nothere.txt"]) {
    expect(() => classNames(missing)).toThrow("There is no such file.");
  }
  // Longer than the name of any file.
  expect(classNames("a class,".repeat(1000) + "dog")).toHaveLength(1001);
  expect(() => classNames("cat,,dog")).toThrow("none empty");
});

test("sizes of images are two numbers or three", () => {
  expect(imageSize("28x32")).toEqual([28, 32]);
  expect(imageSize("3×32x32")).toEqual([3, 32, 32]);
  for (const bad of ["28", "0x28", "28x", "1x2x3x4", "a", "99999x1"]) {
    expect(() => imageSize(bad)).toThrow(InvalidArgumentError);
  }
});

test("bytes are counted in thousands, or in powers of two", () => {
  expect(["0", "7", "2k", "1.5MB", "256MiB", "1 gib"].map(byteSize)).toEqual([
    0,
    7,
    2000,
    1_500_000,
    2 ** 28,
    2 ** 30,
  ]);
  for (const bad of ["", "MB", "-1", "1tb", "i", "9".repeat(20)]) {
    expect(() => byteSize(bad)).toThrow(InvalidArgumentError);
  }
});
