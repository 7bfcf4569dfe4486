import { createCorrupter } from "@evalpool/corruptions";
import type { ImageReader, ReadImage } from "@evalpool/data";
import { preparePixels } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { createReadImages, type Reading } from "./read-images.js";
import { pixelModel } from "./testing/small-job.js";

const bytes = Uint8Array.from({ length: 5 * 4 }, (_, i) => (i * 37) % 256);
const floats = new Uint8Array(Float32Array.from(bytes, (byte) => byte / 255).buffer);

/** Images of so many bytes each, that are there at once or later. */
function readerOf(images: Uint8Array, length: number, isLate: boolean): ImageReader {
  return {
    read(first, into) {
      const some = images.subarray(first * length, first * length + into.length);
      if (isLate) return Promise.resolve().then(() => into.set(some));
      into.set(some);
      return undefined;
    },
    [Symbol.dispose]: () => undefined,
  };
}

const size = { channels: 1, height: 2, width: 2, layout: "CHW" } as const;
const inverting = { ...pixelModel.graph, preprocess: { invert: true } } as const;
const inverted = bytes.map((byte) => 255 - byte);

describe.each([false, true])("images of one size, late: %s", (isLate) => {
  test.each<[string, Omit<Reading, "inputWidth">, Uint8Array, Uint8Array]>([
    [
      "as they are stored",
      { images: { format: { ...size, element: "uint8" } }, taker: pixelModel.graph },
      bytes,
      bytes,
    ],
    [
      "prepared",
      { images: { format: { ...size, element: "uint8" } }, taker: inverting },
      bytes,
      inverted,
    ],
    [
      "floats that are scaled",
      {
        images: { format: { ...size, element: "float32" } },
        taker: { ...pixelModel.graph, preprocess: { scale: 2 } },
      },
      floats,
      new Uint8Array(Float32Array.from(bytes, (byte) => 2 * Math.fround(byte / 255)).buffer),
    ],
  ])("%s", async (_, reading, stored, expected) => {
    const inputWidth = stored.length / 5;
    const read = createReadImages({ ...reading, inputWidth }, 3);
    const into = new Uint8Array(3 * inputWidth).fill(7);
    // Two of room for three: the rest is not touched.
    const done = read(readerOf(stored, inputWidth, isLate), 2, 2, into);
    expect(done instanceof Promise).toBe(isLate);
    await done;
    expect(into.subarray(0, 2 * inputWidth)).toEqual(
      expected.subarray(2 * inputWidth, 4 * inputWidth),
    );
    expect(into.subarray(2 * inputWidth)).toEqual(new Uint8Array(inputWidth).fill(7));
  });
});

describe("images of several sizes", () => {
  const resize = { height: 1, width: 4 } as const;
  const taker = { ...pixelModel.graph, preprocess: { resize } };

  /** The i-th has 1 × (4 + i) pixels; tells how many are asked for at once. */
  function severalSizes(asked: [number, number][] = []): ImageReader {
    return {
      ...readerOf(new Uint8Array(), 0, false),
      readEach(first, count) {
        asked.push([first, count]);
        return Promise.resolve(Array.from({ length: count }, (_, i) => imageAt(first + i)));
      },
    };
  }

  function imageAt(i: number): ReadImage {
    const pixels = Uint8Array.from({ length: 4 + i }, (_, at) => (i * 31 + at * 7) % 256);
    return { shape: [1, 1, 4 + i], bytes: pixels, name: `${i}.png` };
  }

  test("are prepared each by its own, by its index, few at once", async () => {
    const corruption = { name: "impulse_noise", severity: 3, seed: 7 } as const;
    const read = createReadImages({ images: {}, taker, inputWidth: 4, corruption }, 100);
    const asked: [number, number][] = [];
    const into = new Uint8Array(4 * 24);
    await read(severalSizes(asked), 3, 24, into);
    // They may be photographs.
    expect(asked).toEqual([
      [3, 8],
      [11, 8],
      [19, 8],
    ]);
    const alone = Array.from({ length: 24 }, (_, i) => {
      const { shape, bytes } = imageAt(3 + i);
      const corrupted = new Uint8Array(bytes.length);
      createCorrupter(corruption, shape)(bytes, 3 + i, corrupted);
      const prepared = new Uint8Array(4);
      preparePixels(taker.preprocess, shape)?.prepare(corrupted, prepared, 1);
      return [...prepared];
    });
    expect([...into]).toEqual(alone.flat());
  });

  test("may have any number of sizes, and what fits stays as it is", async () => {
    const read = createReadImages({ images: {}, taker, inputWidth: 4 }, 200);
    const into = new Uint8Array(4 * 200);
    await read(severalSizes(), 0, 200, into);
    expect(into.subarray(0, 4)).toEqual(imageAt(0).bytes);
    const again = new Uint8Array(4);
    await read(severalSizes(), 199, 1, again);
    expect(again).toEqual(into.subarray(4 * 199));
  });

  test("are not read by what reads images of one size", async () => {
    const read = createReadImages({ images: {}, taker, inputWidth: 4 }, 1);
    const reading = read(readerOf(bytes, 4, false), 0, 1, new Uint8Array(4));
    await expect(reading).rejects.toThrow("images: expected a format of them");
  });
});
