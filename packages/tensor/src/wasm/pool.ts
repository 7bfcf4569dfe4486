import { channelStride, mapStride } from "../backend/maps.js";
import type { PoolGeometry, PoolKernels } from "../backend/pool.js";
import { requireRows, type WasmContext, type WasmKinds } from "./context.js";
import type { WasmRows } from "./memory.js";

export function poolKernels({ kernels }: WasmContext): PoolKernels<WasmKinds> {
  const prepare = (mean: 0 | 1 | 2, geometry: PoolGeometry, x: WasmRows, out: WasmRows) => {
    const { input, output, kernel, strides, padding, dilations } = geometry;
    const { channels, height, width } = input;
    const size = [height, width, channelStride(channels) / 4, ...output] as const;
    const window = [...kernel, ...strides, ...padding, ...dilations] as const;
    const written = mapStride({ channels, height: output[0], width: output[1] });
    return (count: number): void => {
      requireRows(x, count, mapStride(input));
      requireRows(out, count, written);
      const to = [out.address, out.stride] as const;
      kernels.pool(mean, x.address, count, x.stride, ...size, ...window, ...to);
    };
  };
  return {
    maxPool: (geometry, x, out) => prepare(0, geometry, x, out),
    averagePool: (geometry, countsPadding, x, out) =>
      prepare(countsPadding ? 2 : 1, geometry, x, out),
  };
}
