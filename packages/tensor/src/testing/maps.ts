import { channelStride, mapStride, type MapPart, type MapShape } from "../backend/maps.js";
import type { Rows } from "../backend/memory.js";

/** Images `[count, C, H, W]` into rows of maps, with noise where channels are padded. */
export function writeMaps(rows: Rows, values: ArrayLike<number>, count: number, maps: MapShape) {
  const { channels, height, width } = maps;
  const stride = channelStride(channels);
  for (let n = 0; n < count; n++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let c = 0; c < stride; c++) {
        const value = c < channels ? values[(n * channels + c) * height * width + pixel]! : 7;
        rows.data[n * rows.stride + pixel * stride + c] = value;
      }
    }
  }
}

/** And back, a list for each image. */
export function readMaps(rows: Rows, count: number, maps: MapShape): number[][] {
  return readParts(rows, count, maps, { first: 0, of: maps.channels });
}

/** Of maps that are a part of others. */
export function readParts(rows: Rows, count: number, maps: MapShape, part: MapPart): number[][] {
  const { channels, height, width } = maps;
  const stride = channelStride(part.of);
  const pixels = height * width;
  return Array.from({ length: count }, (_, n) =>
    Array.from({ length: channels * pixels }, (_, i) => {
      const [c, pixel] = [Math.floor(i / pixels), i % pixels];
      return rows.data[n * rows.stride + pixel * stride + part.first + c]!;
    }),
  );
}

/** Whether the lanes that pad channels are numbers, as those who read whole vectors need. */
export function areLanesFinite(rows: Rows, count: number, maps: MapShape): boolean {
  const width = mapStride(maps);
  for (let n = 0; n < count; n++) {
    const row = rows.data.subarray(n * rows.stride, n * rows.stride + width);
    if (!row.every(Number.isFinite)) return false;
  }
  return true;
}
