import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { encodeSafetensors, type NumberArray } from "@evalpool/arrays";
import { DataError } from "@evalpool/errors";
import type { StoredImages } from "@evalpool/mnist";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";
import { findData } from "../open-path.js";
import { open } from "../testing/array-files.js";
import { pixelsOf } from "../testing/pixels-of.js";
import { writeSafetensorsImages } from "../writing/write-safetensors-images.js";

function fileOf(content: Uint8Array): string {
  const file = join(temporaryDirectory(), "set.safetensors");
  writeFileSync(file, content);
  return file;
}

const planes = Uint8Array.from({ length: 2 * 3 * 2 * 5 }, (_, i) => i);
const images: NumberArray = { data: planes, shape: [2, 3, 2, 5] };
const labels: NumberArray = { data: BigInt64Array.of(1n, 0n), shape: [2] };

test("what is written is read again, with the names of classes", async () => {
  const file = join(temporaryDirectory(), "set.safetensors");
  const set = {
    images: planes,
    shape: [3, 2, 5] as const,
    labels: Uint16Array.of(1, 0),
    classNames: ["cat", "dog", "owl"],
  };
  await writeSafetensorsImages(file, set);
  const source = await open(file);
  expect(source).toMatchObject({
    kind: "a safetensors file",
    split: "test",
    classes: 3,
    classNames: set.classNames,
    format: { channels: 3, height: 2, width: 5, layout: "CHW", element: "uint8" },
  });
  expect([...source.labels]).toEqual([1, 0]);
  expect((source.handle as StoredImages).parts).toMatchObject([{ file, stride: 30, count: 2 }]);
  expect(await pixelsOf(source)).toEqual([...planes]);
  // Named otherwise by the caller, labels are of the caller's order.
  const other = await open(file, { classNames: ["owl", "dog", "cat"] });
  expect([...other.labels]).toEqual([1, 2]);
});

test("floats of any kind become the floats that they are", async () => {
  const data = Float64Array.from(planes, (value) => value - 0.5);
  const tensors = new Map([
    ["x_train", { data, shape: images.shape }],
    ["y_train", labels],
  ]);
  const { splits, open } = await findData(fileOf(encodeSafetensors(tensors)));
  expect(splits).toEqual(["train"]);
  const source = await open("train");
  expect(source.format).toEqual({
    ...{ channels: 3, height: 2, width: 5, layout: "CHW" },
    element: "float32",
  });
  expect(await pixelsOf(source)).toEqual([...data]);
});

test("weights are told by their names", async () => {
  const file = fileOf(encodeSafetensors(new Map([["conv.weight", images]])));
  await expect(open(file)).rejects.toThrow(
    "expected arrays of images and labels, as images and labels, got conv.weight",
  );
});

test("names of classes that are no list are refused", async () => {
  const tensors = new Map([
    ["images", images],
    ["labels", labels],
  ]);
  for (const classNames of ["cat", '{"0":"cat"}', "[1]"]) {
    const file = fileOf(encodeSafetensors(tensors, { classNames }));
    await expect(open(file)).rejects.toThrow("classNames: expected a JSON list of strings, got ");
  }
});

test("a file that is cut short anywhere is refused", async () => {
  const tensors = new Map([
    ["images", images],
    ["labels", labels],
  ]);
  const whole = encodeSafetensors(tensors);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
      await expect(open(fileOf(whole.subarray(0, length)))).rejects.toThrow(DataError);
    }),
  );
});
