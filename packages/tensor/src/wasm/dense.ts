import type { DenseKernels, DenseWeights } from "../backend/dense.js";
import { channelStride, mapStride } from "../backend/maps.js";
import {
  inputsOf,
  packedSize,
  requireLayout,
  requireMemory,
  requirePlanes,
  requireRoom,
  requireStride,
  requireTable,
} from "../kernel-limits.js";
import { examplesOf, requireRows, type WasmContext, type WasmKinds } from "./context.js";
import { shareable, type WasmMemory } from "./memory.js";

/** Dense layers, as `assembly/dense.ts` and `assembly/dense-bytes.ts` lay out their panels. */
export function denseKernels(context: WasmContext): DenseKernels<WasmKinds> {
  const { kernels, memory, module } = context;
  const layout = module.wide ? "panels-16" : "panels-8";

  const bytesStride = (outputs: number): number => {
    requireMemory(4 * outputs);
    return kernels.denseBytesStride(outputs);
  };
  const rowsStride = (outputs: number): number => {
    requireMemory(4 * outputs);
    return kernels.denseStride(outputs);
  };

  return {
    packDenseBytes(layer, divisor) {
      const outputs = layer.bias.length;
      const inputs = inputsOf(layer);
      const stride = bytesStride(outputs);
      const bytes = pack(context, layer, bytesStride, (rows, from, count, columns, packed) => {
        const by = from === 0 ? 1 : divisor; // The first is the bias.
        kernels.packDenseBytes(rows, from, count, inputs, columns, packed, by);
      });
      return { layout: "bytes", inputs, outputs, divisor, bytes, stride };
    },

    denseBytes(layer, x, out) {
      const { inputs, outputs } = layer;
      const stride = bytesStride(outputs);
      requireLayout(layer, "bytes", packedSize(inputs, stride));
      requireStride(out, stride);
      const packed = memory.write(layer.bytes);
      const scratch = memory.allocate(kernels.denseBytesScratch(inputs));
      return (first, count) => {
        const examples = examplesOf(x, first, count, inputs);
        requireRoom("rows", count, out.count);
        kernels.denseBytes(examples, count, inputs, outputs, packed, out.address, scratch);
      };
    },

    packDense(layer, isSparse = false) {
      // Rows of weights lie as for bytes.
      if (isSparse) return { ...this.packDenseBytes(layer, 1), layout: SPARSE };
      const outputs = layer.bias.length;
      const inputs = inputsOf(layer);
      const stride = rowsStride(outputs);
      const bytes = pack(context, layer, rowsStride, (rows, from, count, columns, packed) => {
        kernels.packDense(rows, from, count, inputs, columns, packed);
      });
      return { layout, inputs, outputs, divisor: 1, bytes, stride };
    },

    dense(layer, x, out) {
      const { inputs, outputs } = layer;
      if (layer.layout === SPARSE) {
        const stride = bytesStride(outputs);
        requireLayout(layer, SPARSE, packedSize(inputs, stride));
        requireStride(out, stride);
        const packed = memory.write(layer.bytes);
        const scratch = memory.allocate(kernels.denseSparseScratch());
        return (count) => {
          requireRows(x, count, inputs);
          requireRoom("rows", count, out.count);
          const [from, to] = [x.address, out.address];
          kernels.denseSparse(from, count, x.stride, inputs, outputs, packed, to, scratch);
        };
      }
      const stride = rowsStride(outputs);
      requireLayout(layer, layout, packedSize(inputs, stride));
      requireStride(out, stride);
      const packed = memory.write(layer.bytes);
      return (count) => {
        requireRows(x, count, inputs);
        requireRoom("rows", count, out.count);
        kernels.dense(x.address, count, x.stride, inputs, outputs, packed, out.address);
      };
    },

    mapBytes(values, width, x, out, maps) {
      requireTable(values, width);
      requirePlanes(values, width, maps);
      const channels = maps?.channels ?? values.length / 256;
      const plane = width / channels;
      const pixel = maps ? channelStride(channels) : 1;
      const table = memory.write(values);
      return (first, count) => {
        const examples = examplesOf(x, first, count, width);
        requireRows(out, count, maps ? mapStride(maps) : width);
        if (pixel > channels) kernels.fill(out.address, count * out.stride, 0);
        for (let i = 0; i < count * channels; i++) {
          const c = i % channels;
          const at = ((i - c) / channels) * out.stride + c * (maps ? 1 : plane);
          const from = table + 1024 * (c % (values.length / 256));
          kernels.mapBytes(examples + i * plane, plane, from, out.address + 4 * at, 4 * pixel);
        }
      };
    },
  };
}

/** Of layers over rows that hold mostly zeros. */
const SPARSE = "sparse";

/** Packs `count` rows of `outputs` that lie at an address, the first of which is the `from`-th. */
type PackRows = (
  rows: number,
  from: number,
  count: number,
  outputs: number,
  packed: number,
) => void;

/** Weights that are in memory beside the layer while it is packed: 256 KiB. */
const STAGED_FLOATS = 65_536;

/** Outputs that are packed at once: whole panels of every layout, 52 or 16 or 8 columns wide. */
const SLICE = 416;

/**
 * Hands a layer's rows, of which the first is its bias, to the kernel that packs them.
 *
 * @param strideOf floats that a row of so many outputs takes
 */
function pack(
  { memory }: WasmContext,
  layer: DenseWeights,
  strideOf: (outputs: number) => number,
  pack: PackRows,
): Uint8Array {
  const inputs = inputsOf(layer);
  const all = layer.bias.length;
  const size = packedSize(inputs, strideOf(all));
  requireMemory(size);
  const bytes = shareable(size);
  // Some outputs at a time, for the kernels' memory never shrinks.
  for (let first = 0, at = 0; first < all; first += SLICE) {
    const outputs = Math.min(SLICE, all - first);
    const length = packedSize(inputs, strideOf(outputs));
    memory.borrow(() => {
      const packed = memory.allocate(length);
      packSlice(memory, layer, { first, outputs }, (...rows) => pack(...rows, outputs, packed));
      bytes.set(memory.bytes(packed, length), at);
    });
    at += length;
  }
  return bytes;
}

/** Stages the rows of some outputs, a few rows at a time. */
function packSlice(
  memory: WasmMemory,
  { weight, bias }: DenseWeights,
  { first, outputs }: { readonly first: number; readonly outputs: number },
  pack: (rows: number, from: number, count: number) => void,
): void {
  const all = bias.length;
  const inputs = weight.length / all;
  const most = Math.max(1, Math.floor(STAGED_FLOATS / outputs));
  const staged = memory.allocate(4 * most * outputs);
  memory.copy(bias.subarray(first, first + outputs), staged);
  pack(staged, 0, 1);
  for (let from = 0; from < inputs; from += most) {
    const count = Math.min(most, inputs - from);
    for (let row = 0; row < count; row++) {
      const start = (from + row) * all + first;
      memory.copy(weight.subarray(start, start + outputs), staged + 4 * row * outputs);
    }
    pack(staged, 1 + from, count);
  }
}
