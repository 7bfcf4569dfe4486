import type { ImageReader } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { lowerSpec, type Graph } from "@evalpool/models";
import { expect, test } from "vitest";
import { readInput } from "./read-input.js";

const graph: Graph = {
  ...lowerSpec({ id: "net", input: [1, 1, 2], layers: [{ type: "flatten" }] }),
  preprocess: { invert: true, scale: 1 / 255, mean: [0.5], std: [0.5] },
};
const format = { channels: 1, height: 1, width: 2, layout: "CHW", element: "uint8" } as const;

/** Images one after the other, of so many bytes each. */
function readerOf(bytes: Uint8Array, length: number): ImageReader {
  return {
    read(first, into) {
      into.set(bytes.subarray(first * length, first * length + into.length));
      return undefined;
    },
    [Symbol.dispose]: () => undefined,
  };
}

test("bytes are prepared, then scaled as the network says", async () => {
  const reader = readerOf(Uint8Array.of(9, 9, 255, 0), 2);
  // (255 - v) / 255, less 0.5, by 0.5
  const input = await readInput(graph, format, reader, 1);
  expect(input).toEqual({ data: Float32Array.of(-1, 1), shape: [1, 1, 2] });
});

test("floats from 0 to 1 are what bytes up to 255 are", async () => {
  const floats = new Uint8Array(Float32Array.of(0, 0, 1, 0.25).buffer);
  const taker = { ...graph, preprocess: { scale: 1 / 255, mean: [0.5], std: [0.5] } };
  const stored = { ...format, element: "float32", white: 1 } as const;
  const { data } = await readInput(taker, stored, readerOf(floats, 8), 1);
  expect(data).toEqual(Float32Array.of(1, -0.5));
});

test("an image by itself must fit, and is named where it does not", async () => {
  const alone = (width: number): ImageReader => ({
    ...readerOf(new Uint8Array(), 0),
    readEach: () =>
      Promise.resolve([{ shape: [1, 1, width], bytes: new Uint8Array(width), name: "a.png" }]),
  });
  const { data } = await readInput(graph, undefined, alone(2), 0);
  expect(data).toEqual(Float32Array.of(1, 1));
  const refused = readInput(graph, undefined, alone(3), 0);
  await expect(refused).rejects.toThrow(DataError);
  await expect(refused).rejects.toThrow("a.png: model net takes images of 1×1×2, got images of");
});
