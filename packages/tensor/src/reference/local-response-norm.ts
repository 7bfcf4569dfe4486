import type { LocalResponseNorm } from "../backend/elementwise.js";
import { channelStride, mapStride, type MapShape } from "../backend/maps.js";
import type { Rows } from "../backend/memory.js";

/** One row of feature maps, in float64. */
export function localResponseNorm(
  { size, alpha, beta, bias }: LocalResponseNorm,
  maps: MapShape,
  x: Rows,
  out: Rows,
  row: number,
): void {
  const { channels } = maps;
  const stride = channelStride(channels);
  const [below, above] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const width = mapStride(maps);
  for (let i = 0; i < width; i++) {
    const channel = i % stride;
    const at = row * x.stride + i;
    let squares = 0;
    const last = Math.min(channels - 1, channel + above);
    for (let c = Math.max(0, channel - below); c <= last; c++) {
      squares += x.data[at + c - channel]! ** 2;
    }
    const value = channel < channels ? x.data[at]! / (bias + (alpha / size) * squares) ** beta : 0;
    out.data[row * out.stride + i] = value;
  }
}
