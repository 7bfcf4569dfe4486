import { mapStride, placeOf, type MapPart, type MapShape } from "../backend/maps.js";
import type { Rows } from "../backend/memory.js";
import { floats } from "./rows.js";

/** Computes one row of another. */
export type RunRow = (x: Rows, from: number, out: Rows, to: number) => void;

/** Runs what writes maps, then puts them where they are a part of others. */
export function writePart(run: RunRow, maps: MapShape, part?: MapPart): RunRow {
  if (part === undefined) return run;
  const { start, pixel } = placeOf(maps, part);
  const own = { data: floats(mapStride(maps)), stride: mapStride(maps) };
  const stride = placeOf(maps).pixel;
  return (x, from, out, to) => {
    run(x, from, own, 0);
    for (let i = 0; i < maps.height * maps.width; i++) {
      const one = own.data.subarray(i * stride, i * stride + maps.channels);
      out.data.set(one, to * out.stride + start + i * pixel);
    }
  };
}
