import { channelStride, mapStride, placeOf, type MapPart } from "../backend/maps.js";
import type { PoolGeometry, PoolKernels } from "../backend/pool.js";
import { requireRows, type WasmContext, type WasmKinds } from "./context.js";
import type { WasmRows } from "./memory.js";

export function poolKernels({ kernels }: WasmContext): PoolKernels<WasmKinds> {
  const prepare = (
    mean: 0 | 1 | 2,
    geometry: PoolGeometry,
    x: WasmRows,
    out: WasmRows,
    part?: MapPart,
  ) => {
    const { input, output, kernel, strides, padding, dilations } = geometry;
    const { channels, height, width } = input;
    const place = placeOf({ channels, height: output[0], width: output[1] }, part);
    const start = out.address + 4 * place.start;
    const vectors = channelStride(channels) / 4;
    const read = mapStride(input);
    return (count: number): void => {
      requireRows(x, count, read);
      requireRows(out, count, place.width);
      // One by one, for a list that is spread would be made anew in each run.
      kernels.pool(
        mean,
        x.address,
        count,
        x.stride,
        height,
        width,
        vectors,
        output[0],
        output[1],
        kernel[0],
        kernel[1],
        strides[0],
        strides[1],
        padding[0],
        padding[1],
        padding[2],
        padding[3],
        dilations[0],
        dilations[1],
        start,
        out.stride,
        place.pixel,
      );
    };
  };
  return {
    maxPool: (geometry, x, out, part) => prepare(0, geometry, x, out, part),
    averagePool: (geometry, countsPadding, x, out, part) =>
      prepare(countsPadding ? 2 : 1, geometry, x, out, part),
  };
}
