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
      const size = packedSize(inputs, stride);
      const bytes = pack(context, layer, size, (rows, from, count, packed) => {
        const by = from === 0 ? 1 : divisor; // The first is the bias.
        kernels.packDenseBytes(rows, from, count, inputs, outputs, packed, by);
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
      const size = packedSize(inputs, stride);
      const bytes = pack(context, layer, size, (rows, from, count, packed) => {
        kernels.packDense(rows, from, count, inputs, outputs, packed);
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

/** Packs `count` rows that lie at an address, the first of which is the `from`-th of the layer. */
type PackRows = (rows: number, from: number, count: number, packed: number) => void;

/** Weights that are in memory beside the layer while it is packed: 256 KiB. */
const STAGED_FLOATS = 65_536;

/** Hands a layer's rows, of which the first is its bias, to the kernel that packs them. */
function pack(
  { memory }: WasmContext,
  { weight, bias }: DenseWeights,
  size: number,
  pack: PackRows,
): Uint8Array {
  const outputs = bias.length;
  return memory.borrow(() => {
    const packed = memory.allocate(size);
    // A few rows at a time, so that there is not a second copy of them all.
    const count = Math.max(1, Math.floor(STAGED_FLOATS / outputs));
    const staged = memory.allocate(count * outputs * 4);
    memory.copy(bias, staged);
    pack(staged, 0, 1, packed);
    for (let from = 0; from * outputs < weight.length; from += count) {
      const rows = weight.subarray(from * outputs, (from + count) * outputs);
      memory.copy(rows, staged);
      pack(staged, 1 + from, rows.length / outputs, packed);
    }
    return memory.shareable(packed, size);
  });
}
