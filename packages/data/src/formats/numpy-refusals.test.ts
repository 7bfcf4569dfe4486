import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNpy, type NumberArray } from "@evalpool/arrays";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PathOptions } from "../dataset-options.js";
import {
  bytes,
  directoryOf,
  fileOf,
  images,
  labels,
  npz,
  refusal,
} from "../testing/array-files.js";

/** NumPy 2.4's `np.save(f, np.array(["a", "b", "c"]))`, in base64. */
const text =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPFUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAphAAAAYgAAAGMAAAA=";

const three = { shape: [3] };

test.each<[string, Record<string, NumberArray>, string, PathOptions?]>([
  [
    "flat images",
    { x_test: bytes([3, 4]), y_test: labels },
    "got shape (3,4); of flat rows --shape says it, as --shape 2x2",
  ],
  [
    "flat images of another shape",
    { x_test: bytes([3, 4]), y_test: labels },
    "x_test.npy: expected --shape 3x2, got shape (3,4)",
    { shape: [3, 2] },
  ],
  [
    "images without an axis",
    { x_test: bytes([3]), y_test: labels },
    "got shape (3,), as labels have",
  ],
  [
    "no images",
    { x_test: bytes([0, 2, 2]), y_test: bytes([0]) },
    "expected images, got shape (0,2,2)",
  ],
  [
    "labels of other images",
    { x_test: images, y_test: bytes([2]) },
    "y_test.npy: 2 labels for 3 images",
  ],
  [
    "labels that are not whole",
    { x_test: images, y_test: { data: Float32Array.of(0, 0.5, 1), ...three } },
    "y_test.npy: expected labels that are whole numbers, got 0.5 at index 1",
  ],
  [
    "rows of two labels",
    { x_test: images, y_test: { data: Uint8Array.of(1, 0, 0, 0, 1, 0), shape: [3, 2] } },
    "y_test.npy: expected one label a row, or 2 of which one is 1 and the others 0, got others in row 1",
  ],
  [
    "integers beyond numbers",
    { x_test: images, y_test: { data: BigInt64Array.of(0n, 2n ** 60n, 1n), ...three } },
    "y_test.npy: expected integers within 2^53, got 1152921504606846976",
  ],
  [
    "pixels that are no numbers",
    { x_test: { data: new Float32Array(12).fill(NaN), shape: [3, 2, 2] }, y_test: labels },
    "x_test.npy: expected finite pixels, got NaN at element 0",
  ],
  [
    "weights",
    { W1: images, b1: labels },
    "a.npz: expected arrays of images and labels, as x_test and y_test, got W1, b1",
  ],
  [
    "two arrays of images",
    { x_test: images, test_images: images, y_test: labels },
    "a.npz: expected one array of images for the test split, got x_test, test_images",
  ],
])("refused: %s", async (_, arrays, message, options = {}) => {
  expect(await refusal(fileOf("a.npz", await npz(arrays)), options)).toContain(message);
});

test("text is no array of labels", async () => {
  const y = Buffer.from(text, "base64");
  const directory = directoryOf({ "x_test.npy": encodeNpy(images), "y_test.npy": y });
  expect(await refusal(join(directory, "x_test.npy"))).toContain(
    "y_test.npy: not a readable NPY file: expected numbers, got <U1; save it with .astype(",
  );
});

test("a file that is cut short anywhere is refused", async () => {
  const x = encodeNpy(images);
  const y = encodeNpy(labels);
  const archive = await npz({ x_test: images, y_test: labels });
  const packed = gzipSync(x);
  const lengths = fc.nat({ max: archive.length - 1 });
  await fc.assert(
    fc.asyncProperty(lengths, async (length) => {
      expect(await refusal(fileOf("a.npz", archive.subarray(0, length)))).toContain("a.npz");
      for (const [name, content] of [
        ["x_test.npy", x],
        ["x_test.npy.gz", packed],
      ] as const) {
        const cut = content.subarray(0, length % content.length);
        const directory = directoryOf({ [name]: cut, "y_test.npy": y });
        expect(await refusal(directory)).toContain(name);
      }
    }),
    { numRuns: 60 },
  );
});

test("a longer file than its header says is refused", async () => {
  const longer = Uint8Array.of(...encodeNpy(images), 7);
  const y = encodeNpy(labels);
  const plain = directoryOf({ "x_test.npy": longer, "y_test.npy": y });
  expect(await refusal(plain)).toContain("takes 12 bytes, got 13");
  const packed = directoryOf({ "x_test.npy.gz": gzipSync(longer), "y_test.npy": y });
  expect(await refusal(packed)).toContain("its header says 140 bytes in all, got more");
});
