import { describe, expect, test } from "vitest";
import { EvalpoolError } from "@evalpool/errors";
import {
  backends,
  pixels,
  rowsOf,
  valuesOf,
  weightsOf,
  dense,
  denseBytes,
  mapBytes,
  newRows,
} from "./testing/backends.js";
import type { PackedDense } from "./backend/dense.js";
import { MEMORY_LIMIT, packedSize, requireMemory, requireRoom } from "./kernel-limits.js";
import { createWasmBackend } from "./wasm/backend.js";
import { compileKernels } from "./wasm/module.js";

test("memory ends a page below 4 GiB", () => {
  expect(MEMORY_LIMIT).toBe(2 ** 32 - 65_536);
  expect(() => requireMemory(MEMORY_LIMIT)).not.toThrow();
  expect(() => requireMemory(MEMORY_LIMIT + 1)).toThrow(
    new EvalpoolError(
      "model",
      "the network does not fit the kernels' memory of 4,295 MB: no room for 4,295 MB more; " +
        "a smaller batch size or network needs less",
    ),
  );
  for (const bytes of [2 ** 53, Infinity, NaN])
    expect(() => requireMemory(bytes)).toThrow(EvalpoolError);
});

test("a layer's size is counted where 32 bits would wrap around", () => {
  expect(packedSize(784, 52)).toBe(785 * 52 * 4);
  expect(packedSize(65_535, 2 ** 14)).toBe(2 ** 32); // 0 in 32 bits
  expect(packedSize(2 ** 20, 2 ** 20)).toBe((2 ** 20 + 1) * 2 ** 22);
});

test("as many as there is room for, and one more", () => {
  expect(() => requireRoom("rows", 7, 7)).not.toThrow();
  expect(() => requireRoom("rows", 8, 7)).toThrow(new RangeError("expected at most 7 rows, got 8"));
  expect(() => requireRoom("rows", NaN, 7)).toThrow(RangeError);
});

const noRoom = /^the network does not fit the kernels' memory of 4,295 MB: no room for /;

describe.each(backends)("%s", (name, create) => {
  test("what memory can't hold is refused before it is made", () => {
    const backend = create();
    expect(() => backend.createInput(MEMORY_LIMIT + 1)).toThrow(noRoom);
    expect(() => backend.createInput(2 ** 52)).toThrow(noRoom);
    const [bytes, rows] = [weightsOf(3, 5, 1), weightsOf(3, 5, 2)];
    const [a, b] = [backend.packDenseBytes(bytes, 255), backend.packDense(rows)];
    for (const batchSize of [2 ** 30, 2 ** 31, 2 ** 32 + 1, 1e15]) {
      expect(() => denseBytes(backend, a, batchSize)).toThrow(noRoom);
      expect(() => dense(backend, b, batchSize)).toThrow(noRoom);
      expect(() => mapBytes(backend, new Float32Array(256), 4, batchSize)).toThrow(noRoom);
      expect(() => mapBytes(backend, new Float32Array(256), batchSize, 4)).toThrow(noRoom);
    }
    // What was refused took nothing.
    const input = backend.createInput(3);
    input.bytes.set([1, 0, 255]);
    expect(valuesOf(denseBytes(backend, a, 1)(input, 0, 1), 1, 5)).toHaveLength(1);
  });

  test("a run takes as much as was prepared for, and no more", () => {
    const backend = create();
    const input = backend.createInput(3 * 4 + 2); // four images and a part of one
    const layer = denseBytes(backend, backend.packDenseBytes(weightsOf(3, 5, 1), 255), 2);
    const table = mapBytes(backend, new Float32Array(256), 3, 2);
    for (const run of [layer, table]) {
      expect(() => run(input, 2, 2)).not.toThrow();
      expect(() => run(input, 3, 2)).toThrow("expected at most 4 examples, got 5");
      expect(() => run(input, 0, 3)).toThrow("expected at most 2 rows, got 3");
    }
    const x = layer(input, 0, 2);
    const one = dense(backend, backend.packDense(weightsOf(5, 4, 2)), 1);
    expect(() => one(x, 1)).not.toThrow();
    expect(() => one(x, 2)).toThrow("expected at most 1 rows, got 2");
    const four = dense(backend, backend.packDense(weightsOf(5, 4, 2)), 4);
    expect(() => four(x, 3)).toThrow("expected at most 2 rows, got 3");
    expect(() => backend.activate({ name: "sigmoid" }, x, 3, 5)).toThrow(
      "expected at most 2 rows, got 3",
    );
    expect(() => backend.summarize(x, 3, 5)).toThrow("expected at most 2 rows, got 3");
    const { stride } = x;
    const wide = dense(backend, backend.packDense(weightsOf(stride + 1, 4, 2)), 2);
    const narrow = `expected at most ${stride} columns, got ${stride + 1}`;
    expect(() => wide(x, 1)).toThrow(narrow);
    expect(() => backend.activate({ name: "relu" }, x, 1, stride + 1)).toThrow(narrow);
    expect(() => backend.summarize(x, 1, stride + 1)).toThrow(narrow);
  });

  test("weights that are no rows of outputs are refused", () => {
    const layer = { weight: new Float32Array(7), bias: new Float32Array(2) };
    const message = "expected weights [inputs, 2] for 2 outputs, got 7 weights";
    expect(() => create().packDense(layer)).toThrow(message);
    expect(() => create().packDenseBytes(layer, 255)).toThrow(message);
    for (const [weights, outputs] of [
      [0, 2],
      [3, 0],
    ] as const) {
      const empty = { weight: new Float32Array(weights), bias: new Float32Array(outputs) };
      expect(() => create().packDense(empty)).toThrow(RangeError);
    }
  });

  test("a table has a float for each byte", () => {
    for (const length of [0, 255, 257]) {
      expect(() =>
        mapBytes(create(), new Float32Array(length), 3, 1)(create().createInput(3), 0, 1),
      ).toThrow(`of 256 for each part of 3 bytes, got ${length}`);
    }
  });

  test("a layer that was packed for other kernels, or not whole, is refused", () => {
    const backend = create();
    const packed = backend.packDense(weightsOf(3, 5, 1));
    const prepare = (layer: PackedDense) => (): unknown =>
      backend.dense(layer, newRows(backend, 4, 1), newRows(backend, packed.stride, 1));
    expect(prepare(packed)).not.toThrow();
    expect(prepare({ ...packed, layout: "other" })).toThrow(/ in layout "other"$/);
    expect(prepare({ ...packed, bytes: packed.bytes.subarray(4) })).toThrow(RangeError);
    expect(prepare({ ...packed, inputs: 4 })).toThrow(RangeError);
    const onBytes = (layer: PackedDense) => (): unknown =>
      backend.denseBytes(layer, backend.createInput(3), newRows(backend, packed.stride, 1));
    expect(onBytes({ ...packed, outputs: 2 ** 31 })).toThrow(Error);
    if (name === "reference") return; // It reads both in one way.
    expect(onBytes(packed)).toThrow(RangeError);
  });
});

test("layers packed for narrow and wide kernels can't be taken for each other", () => {
  const [narrow, wide] = [false, true].map((is) => createWasmBackend(compileKernels("simd", is)));
  const packed = narrow!.packDense(weightsOf(3, 5, 1));
  expect(() => wide!.dense(packed, newRows(wide!, 4, 1), newRows(wide!, 16, 1))).toThrow(
    'expected 256 bytes in layout "panels-16", got 128 in layout "panels-8"',
  );
});

test("rows are written as the kernel lays them out, and inside of their block", () => {
  const backend = createWasmBackend();
  const packed = backend.packDense(weightsOf(3, 5, 1));
  const narrow = newRows(backend, 4, 2);
  expect(() => backend.dense(packed, narrow, narrow)).toThrow(
    `expected rows of ${packed.stride} floats to write to, got 4`,
  );
  const block = backend.allocate(64);
  expect(() => backend.rows(block, 16, 4, 3)).not.toThrow();
  expect(() => backend.rows(block, 16, 4, 4)).toThrow("expected at most 64 bytes, got 80");
});

describe.each(backends.slice(1))("%s", (_, create) => {
  // Nothing below 2^31 is free: an address is above what int32 holds.
  test("computes beyond the first 2 GiB of its memory, until that is full", () => {
    const backend = create();
    const [inputs, outputs, count] = [37, 21, 7];
    const run = () => {
      const bytes = pixels(5, inputs * count);
      const input = backend.createInput(bytes.length);
      input.bytes.set(bytes);
      const x = denseBytes(
        backend,
        backend.packDenseBytes(weightsOf(inputs, outputs, 3), 255),
        count,
      )(input, 0, count);
      backend.activate({ name: "sigmoid" }, x, count, outputs);
      const next = dense(backend, backend.packDense(weightsOf(outputs, 9, 4)), count)(x, count);
      const { predictions, sums } = backend.summarize(next, count, 9);
      return [valuesOf(next, count, 9), Array.from(predictions), Array.from(sums)];
    };
    const low = run();
    backend.createInput(2 ** 31);
    expect(run()).toEqual(low);
    expect(() => backend.createInput(2 ** 31)).toThrow(noRoom);
    expect(run()).toEqual(low);
  });

  test("a layer takes its packed size: what it was packed from is given back", () => {
    const backend = create();
    const size = 2048;
    const weights = weightsOf(size, size, 1);
    const packed = backend.packDense(weights);
    for (let i = 0; i < 3; i++) backend.packDenseBytes(weights, 255);
    const x = rowsOf(backend, [1]);
    const before = x.data.buffer.byteLength;
    const rows = dense(backend, packed, 1);
    expect(before).toBeLessThan(packed.bytes.length * 1.02 + 2 ** 20);
    expect(rowsOf(backend, [1]).data.buffer.byteLength).toBeLessThan(before + 2 ** 17);
    expect(rows).toBeTypeOf("function");
  });

  test("memory that is used again is empty again", () => {
    const backend = create();
    const full = { weight: new Float32Array(999).fill(NaN), bias: new Float32Array(9).fill(NaN) };
    backend.packDense(full);
    expect(Array.from(backend.createInput(5000).bytes)).toEqual(new Array(5000).fill(0));
  });
});
