import {
  convOutput,
  convWritten,
  type Bounds,
  type ConvEnd,
  type ConvGeometry,
  type ConvWeights,
  type PackedConv,
} from "../backend/conv.js";
import { channelStride, mapStride, placeOf, type MapPart } from "../backend/maps.js";
import type { RunRows } from "../backend/memory.js";
import { requireRows, type WasmContext } from "./context.js";
import type { WasmRows } from "./memory.js";

/**
 * Writes a convolution's plan, as `assembly/conv-plan.ts` has it.
 *
 * @param pixel floats from one pixel of the output to the next
 */
export function planConv(
  { kernels, memory }: WasmContext,
  geometry: ConvGeometry,
  { lower, upper }: Bounds,
  pixel = channelStride(geometry.filters),
): number {
  const { input, filters, groups, kernel, strides, dilations, padding } = geometry;
  const { channels, height, width } = input;
  const output = convOutput(geometry);
  const plan = memory.allocate(kernels.convPlanBytes(filters));
  const size = [channels, height, width, filters, groups] as const;
  const window = [...kernel, ...strides, ...dilations, padding[0], padding[1]] as const;
  const out = [output.height, output.width, pixel] as const;
  kernels.planConv(plan, ...size, ...window, ...out, lower, upper);
  return plan;
}

/** @throws {RangeError} when maps are to be pooled by a kernel that can't */
export function requirePooling({ algorithm, canPool }: PackedConv, { isPooled }: ConvEnd): void {
  if (!isPooled || canPool) return;
  throw new RangeError(`expected maps that are not pooled from a convolution by ${algorithm}`);
}

/** Hands a convolution's weights to the kernel that packs them. */
export function packConv(
  { memory }: WasmContext,
  { weight, bias }: ConvWeights,
  size: number,
  pack: (weight: number, bias: number, packed: number) => void,
): Uint8Array {
  return memory.borrow(() => {
    const packed = memory.allocate(size);
    pack(memory.write(weight), memory.write(bias), packed);
    return memory.shareable(packed, size);
  });
}

/** Prepares a convolution of maps by a kernel that reads a table of offsets. */
export function prepareTable(
  context: WasmContext,
  kernel: "convProduct" | "convDepthwise",
  layer: PackedConv,
  x: WasmRows,
  out: WasmRows,
  end: ConvEnd,
  part?: MapPart,
): RunRows {
  const { kernels, memory } = context;
  const { geometry, bytes } = layer;
  const place = placeOf(convWritten(geometry, end), part);
  const plan = planConv(context, geometry, end, place.pixel);
  const table = memory.allocate(kernels.convTableBytes(plan));
  kernels.tableConv(table, plan, x.stride, out.stride);
  const packed = memory.write(bytes);
  const read = mapStride(geometry.input);
  const start = out.address + 4 * place.start;
  return (count) => {
    requireRows(x, count, read);
    requireRows(out, count, place.width);
    kernels[kernel](table, x.address, count, packed, start);
  };
}
