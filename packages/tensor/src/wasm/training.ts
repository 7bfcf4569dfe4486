import type { MapShape } from "../backend/maps.js";
import { requireRoom } from "../kernel-limits.js";
import type { Kernels } from "./kernels.js";
import { WasmMemory } from "./memory.js";
import type { KernelModule } from "./module.js";
import type { FloatMatrix, PackedProduct, PatchWindow } from "./training-operands.js";

/** Floats that kernels may read past the end of what they were given. */
const SLACK = 16;

/**
 * What training spends its time on, over arrays that `allocate` gave: their place in an array buffer
 * is their address. Columns and channels of all but products and patches must be a multiple of 4.
 *
 * Each method throws a RangeError when an array is too short, or not in the kernels' memory.
 */
export type TrainingKernels = ReturnType<typeof createTrainingKernels>;

/** The kernels of training, in a linear memory of their own. */
export function createTrainingKernels({ module, wide }: KernelModule) {
  const kernels = new WebAssembly.Instance(module).exports as unknown as Kernels;
  const memory = new WasmMemory(kernels);
  const isWide = wide ? 1 : 0;
  const geometry = memory.allocate(64);
  /** Made anew when the memory has moved: then it is empty. */
  let numbers = new Int32Array();

  /** Where an array lies that has so many floats or more. */
  function addressOf(values: Float32Array, floats: number): number {
    requireRoom("floats", floats, values.length);
    if (values.buffer === kernels.memory.buffer) return values.byteOffset;
    throw new RangeError("expected floats in the kernels' memory");
  }

  function matrixAddress({ values, at, stride }: FloatMatrix, rows: number, columns: number) {
    return addressOf(values, rows === 0 ? 0 : at + (rows - 1) * stride + columns) + 4 * at;
  }

  /** Writes a window's numbers where the kernels read them. */
  function windowAddress(patches: PatchWindow): number {
    const { input, places, window, channels, firstChannel } = patches;
    const { kernel, strides, padding, dilations } = window;
    if (numbers.length === 0) numbers = new Int32Array(kernels.memory.buffer, geometry, 15);
    numbers[0] = input.height;
    numbers[1] = input.width;
    numbers[2] = input.channels;
    numbers.set(kernel, 3);
    numbers.set(strides, 5);
    numbers[7] = padding[0];
    numbers[8] = padding[1];
    numbers.set(dilations, 9);
    numbers.set(places, 11);
    numbers[13] = channels;
    numbers[14] = firstChannel;
    return geometry;
  }

  function patchAddresses(
    { input, places, window: { kernel }, channels }: PatchWindow,
    maps: Float32Array,
    rows: Float32Array,
    first: number,
    count: number,
  ): [number, number] {
    const images = Math.ceil((first + count) / (places[0] * places[1]));
    const map = input.height * input.width * input.channels;
    const rowLength = kernel[0] * kernel[1] * channels;
    return [addressOf(maps, images * map), addressOf(rows, count * rowLength)];
  }

  return {
    /** Makes room for so many arrays of so many floats in all: none that there are move then. */
    reserve(arrays: number, floats: number): void {
      memory.borrow(() => memory.allocate(4 * floats + 4 * (SLACK + 4) * arrays));
    },

    /** Zeros. What was allocated before is lost unless there is room left that was reserved. */
    allocate(length: number): Float32Array {
      const address = memory.allocate(4 * (length + SLACK));
      return new Float32Array(kernels.memory.buffer, address, length);
    },

    /** Floats of packed weights `[inner, columns]` and a bias. */
    packedLength: (inner: number, columns: number): number =>
      kernels.packedProductBytes(inner, columns, isWide) / 4,

    /** Packs b `[inner, columns]` and a bias `[columns]`. */
    pack(b: Float32Array, bias: Float32Array | undefined, packed: PackedProduct): void {
      const { inner, columns, values } = packed;
      const from = addressOf(b, inner * columns);
      const first = bias === undefined ? 0 : addressOf(bias, columns);
      const to = addressOf(values, kernels.packedProductBytes(inner, columns, isWide) / 4);
      kernels.packProduct(from, first, inner, columns, to, isWide);
    },

    /** c = a·b + bias, for so many rows. */
    multiply(a: FloatMatrix, b: PackedProduct, c: FloatMatrix, rows: number): void {
      const { inner, columns, values } = b;
      const left = matrixAddress(a, rows, inner);
      const to = matrixAddress(c, rows, columns);
      const packed = addressOf(values, kernels.packedProductBytes(inner, columns, isWide) / 4);
      kernels.multiplyPacked(left, a.stride, rows, packed, inner, columns, to, c.stride, isWide);
    },

    /** c `[inner, columns]` += aᵀ·b, a sum over so many rows. */
    addTransposed(
      a: FloatMatrix,
      b: FloatMatrix,
      c: Float32Array,
      rows: number,
      inner: number,
      columns: number,
    ): void {
      const left = matrixAddress(a, rows, inner);
      const right = matrixAddress(b, rows, columns);
      const to = addressOf(c, inner * columns);
      const size = [rows, inner, columns] as const;
      kernels.addTransposedProduct(left, a.stride, right, b.stride, ...size, to, isWide);
    },

    /** Rows of the pixels under a window, for `count` places from the `first` on. */
    gatherPatches(
      patches: PatchWindow,
      x: Float32Array,
      first: number,
      count: number,
      rows: Float32Array,
    ): void {
      const [maps, to] = patchAddresses(patches, x, rows, first, count);
      kernels.gatherPatches(windowAddress(patches), maps, first, count, to);
    },

    /** Adds such rows to the pixels that they are of. */
    scatterPatches(
      patches: PatchWindow,
      rows: Float32Array,
      first: number,
      count: number,
      x: Float32Array,
    ): void {
      const [maps, from] = patchAddresses(patches, x, rows, first, count);
      kernels.scatterPatches(windowAddress(patches), from, first, count, maps);
    },

    /** sums[c] = Σ x[r, c] over so many rows. */
    sumColumns(x: Float32Array, rows: number, sums: Float32Array): void {
      const columns = sums.length;
      kernels.sumColumns(addressOf(x, rows * columns), rows, columns, addressOf(sums, columns));
    },

    /** sums[c] = Σ (a[r, c] - aMeans[c]) · (b[r, c] - bMeans[c]) */
    sumProducts(
      a: Float32Array,
      aMeans: Float32Array,
      b: Float32Array,
      bMeans: Float32Array,
      rows: number,
      sums: Float32Array,
    ): void {
      const columns = sums.length;
      const [left, right] = [addressOf(a, rows * columns), addressOf(b, rows * columns)];
      const leftMeans = addressOf(aMeans, columns);
      const rightMeans = addressOf(bMeans, columns);
      const to = addressOf(sums, columns);
      kernels.sumProducts(left, leftMeans, right, rightMeans, rows, columns, to);
    },

    /** y[r, c] = x[r, c] · factors[c] + offsets[c] */
    scaleColumns(
      x: Float32Array,
      factors: Float32Array,
      offsets: Float32Array,
      rows: number,
      y: Float32Array,
    ): void {
      const columns = factors.length;
      const [from, to] = [addressOf(x, rows * columns), addressOf(y, rows * columns)];
      const [by, plus] = [addressOf(factors, columns), addressOf(offsets, columns)];
      kernels.scaleColumns(from, by, plus, rows, columns, to);
    },

    /** out[r, c] = a[r, c] · aFactors[c] + b[r, c] · bFactors[c] + offsets[c] */
    blendColumns(
      a: Float32Array,
      aFactors: Float32Array,
      b: Float32Array,
      bFactors: Float32Array,
      offsets: Float32Array,
      rows: number,
      out: Float32Array,
    ): void {
      const columns = offsets.length;
      const [left, right] = [addressOf(a, rows * columns), addressOf(b, rows * columns)];
      const [byA, byB] = [addressOf(aFactors, columns), addressOf(bFactors, columns)];
      const plus = addressOf(offsets, columns);
      const to = addressOf(out, rows * columns);
      kernels.blendColumns(left, byA, right, byB, plus, rows, columns, to);
    },

    /** y = max(x, 0) */
    rectify(x: Float32Array, length: number, y: Float32Array): void {
      kernels.rectify(addressOf(x, length), length, addressOf(y, length));
    },

    /** dx = y > 0 ? dy : 0 */
    rectifyGradient(dy: Float32Array, y: Float32Array, length: number, dx: Float32Array): void {
      const [from, by] = [addressOf(dy, length), addressOf(y, length)];
      kernels.rectifyGradient(from, by, length, addressOf(dx, length));
    },

    /** The largest of each 2×2 pixels, side by side; a last odd row and column are left out. */
    poolPairs(x: Float32Array, input: MapShape, count: number, y: Float32Array): void {
      const { height, width, channels } = input;
      const from = addressOf(x, count * height * width * channels);
      const to = addressOf(y, count * (height >> 1) * (width >> 1) * channels);
      kernels.poolPairs(from, count, height, width, channels, to);
    },

    /** Hands dy to the first of the pixels that gave y, 0 to all others. */
    poolPairsGradient(
      dy: Float32Array,
      x: Float32Array,
      y: Float32Array,
      input: MapShape,
      count: number,
      dx: Float32Array,
    ): void {
      const { height, width, channels } = input;
      const size = count * height * width * channels;
      const pooled = count * (height >> 1) * (width >> 1) * channels;
      const [from, largest] = [addressOf(dy, pooled), addressOf(y, pooled)];
      const [maps, to] = [addressOf(x, size), addressOf(dx, size)];
      kernels.poolPairsGradient(from, maps, largest, count, height, width, channels, to);
    },
  };
}
