import { convOutput, convWritten, type ConvGeometry } from "../backend/conv.js";
import { channelStride, mapStride, placeOf } from "../backend/maps.js";
import { requireLayout, requireMemory } from "../kernel-limits.js";
import { requireRows, type WasmContext } from "./context.js";
import type { ConvFamily } from "./conv-family.js";

/** From so many channels on, products save more than the transforms of tiles take (measured). */
const LEAST_CHANNELS = 8;

/** Weights that come from memory, not a cache, are four times as many: they need more pixels. */
const HEAVY_WEIGHTS = 2 ** 22;
const LEAST_PIXELS_OF_HEAVY = 64;

/**
 * Whether they can compute such a convolution, and save time; of a tile 2×2 pixels at least must be
 * wanted.
 */
export function suitsWinograd(geometry: ConvGeometry): boolean {
  const { input, groups, kernel, strides, dilations } = geometry;
  if (groups !== 1 || kernel.some((size) => size !== 3)) return false;
  if ([...strides, ...dilations].some((step) => step !== 1)) return false;
  const { height, width } = convOutput(geometry);
  const isHeavy = 36 * input.channels * geometry.filters > HEAVY_WEIGHTS;
  if (isHeavy && height * width < LEAST_PIXELS_OF_HEAVY) return false;
  return input.channels >= LEAST_CHANNELS && height > 1 && width > 1;
}

/** 3×3 convolutions by `assembly/conv-winograd.ts`. */
export function convWinograd({ kernels, memory, module }: WasmContext): ConvFamily {
  const layout = module.wide ? "winograd-16" : "winograd-8";
  // One for all layers, which never run at once: so it stays in the cache.
  let scratch = { address: 0, bytes: 0 };

  const sizeOf = ({ input, filters }: ConvGeometry): number => {
    const size = 4 * channelStride(filters) + kernels.winogradPacked(filters, input.channels);
    requireMemory(size);
    return size;
  };

  return {
    pack({ weight, bias }, geometry) {
      const { input, filters } = geometry;
      const size = sizeOf(geometry);
      const bytes = memory.borrow(() => {
        const packed = memory.allocate(size);
        memory.copy(bias, packed);
        const planes = packed + 4 * channelStride(filters);
        kernels.packWinograd(memory.write(weight), filters, input.channels, planes);
        return memory.shareable(packed, size);
      });
      return { algorithm: "winograd", layout, geometry, divisor: 1, canPool: true, bytes };
    },

    prepare(layer, x, out, end, part) {
      const { geometry, bytes } = layer;
      const { input, filters, padding } = geometry;
      requireLayout(layer, layout, sizeOf(geometry));
      const bias = memory.write(bytes);
      const needed = kernels.winogradScratch(input.channels, input.width, filters);
      if (scratch.bytes < needed) scratch = { address: memory.allocate(needed), bytes: needed };
      const { address } = scratch;
      const { channels, height, width } = input;
      const output = convOutput(geometry);
      const packed = bias + 4 * channelStride(filters);
      const { lower, upper, isPooled } = end;
      const place = placeOf(convWritten(geometry, end), part);
      const read = mapStride(input);
      const start = out.address + 4 * place.start;
      return (count) => {
        requireRows(x, count, read);
        requireRows(out, count, place.width);
        // One by one, for a list that is spread would be made anew in each run.
        kernels.convWinograd(
          x.address,
          count,
          x.stride,
          channels,
          height,
          width,
          padding[0],
          padding[1],
          output.height,
          output.width,
          filters,
          packed,
          bias,
          start,
          out.stride,
          place.pixel,
          address,
          lower,
          upper,
          isPooled ? 1 : 0,
        );
      };
    },
  };
}
