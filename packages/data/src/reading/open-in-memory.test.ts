import { DataError } from "@evalpool/errors";
import type { ImageFormat, ImageHandle } from "@evalpool/mnist";
import { expect, test } from "vitest";
import { openImages } from "./open-images.js";
import { openInMemory } from "./open-in-memory.js";

const size = { channels: 3, height: 2, width: 2 };

// In Node.js bytes are copied by another way, which is faster there; what is read must be the same.
test.each<Omit<ImageFormat, keyof typeof size>>([
  { layout: "CHW", element: "uint8" },
  { layout: "HWC", element: "uint8" },
  { layout: "HWC", element: "uint8", isTransposed: true },
  { layout: "HWC", element: "float32" },
])("images of %j are read as Node.js reads them", async (stored) => {
  const format = { ...size, ...stored };
  const length = 12 * (stored.element === "uint8" ? 1 : 4);
  // Within a larger buffer, as the pixels of an IDX file are.
  const handle = Uint8Array.from({ length: 16 + 3 * length }, (_, i) => i).subarray(16);
  for (const [first, count] of [
    [0, 3],
    [1, 1],
    [1, 2],
  ] as const) {
    const [into, expected] = [new Uint8Array(count * length), new Uint8Array(count * length)];
    using reader = openInMemory({ format, handle });
    using other = openImages({ format, handle });
    await reader.read(first, into);
    await other.read(first, expected);
    expect(into).toEqual(expected);
    expect(into.some((byte) => byte > 0)).toBe(true);
  }
});

test("an image behind the last is told, and none is read in its place", () => {
  const format = { ...size, layout: "CHW", element: "uint8" } as const;
  using reader = openInMemory({ format, handle: new Uint8Array(2 * 12) });
  expect(() => reader.read(1, new Uint8Array(2 * 12))).toThrow("there is no image 2");
});

test.each<[string, ImageHandle]>([
  ["in files", { kind: "stored", parts: [] }],
  ["encoded", { kind: "files", root: "", names: [], stamps: [] }],
  ["encoded", { kind: "encoded", bytes: new Uint8Array(), ends: new Float64Array(), names: [] }],
])("images that are %s are refused: they take Node.js", (what, handle) => {
  const format = { ...size, layout: "CHW", element: "uint8" } as const;
  const message = `images: expected their pixels in memory, got images that are ${what}: open them in Node.js`;
  expect(() => openInMemory({ format, handle })).toThrow(DataError);
  expect(() => openInMemory({ format, handle })).toThrow(message);
});

test("bytes of which nothing says what they are are refused", () => {
  expect(() => openInMemory({ handle: new Uint8Array(12) })).toThrow(
    new DataError("images", "expected a format of what is stored"),
  );
});
