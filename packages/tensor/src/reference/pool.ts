import { channelStride, mapStride, placeOf, type MapPart } from "../backend/maps.js";
import type { Rows, RunRows } from "../backend/memory.js";
import type { PoolGeometry, PoolKernels } from "../backend/pool.js";
import type { ReferenceKinds } from "./kinds.js";
import { writePart, type RunRow } from "./part.js";
import { requireRows } from "./rows.js";

export const poolKernels: PoolKernels<ReferenceKinds> = {
  maxPool: (geometry, x, out, part) => overRows(maxPool(geometry), geometry, x, out, part),

  averagePool: (geometry, countsPadding, x, out, part) =>
    overRows(averagePool(geometry, countsPadding), geometry, x, out, part),
};

export function maxPool(geometry: PoolGeometry): RunRow {
  return pool(geometry, (values) => values.reduce((max, v) => (max < v || v !== v ? v : max)));
}

function averagePool(geometry: PoolGeometry, countsPadding: boolean): RunRow {
  return pool(
    geometry,
    (values, counted) =>
      values.reduce((sum, value) => sum + value, 0) / (countsPadding ? counted : values.length),
  );
}

/**
 * @param reduce what becomes of a window's values, of so many places that lie within the padding
 */
function pool(
  { input, output, kernel, strides, padding, dilations }: PoolGeometry,
  reduce: (values: number[], counted: number) => number,
): RunRow {
  const stride = channelStride(input.channels);
  const places = (axis: 0 | 1, size: number): Place[] =>
    Array.from({ length: output[axis] }, (_, place) => {
      const start = place * strides[axis] - padding[axis];
      const all = Array.from({ length: kernel[axis] }, (_, i) => start + i * dilations[axis]);
      const counted = all.filter((at) => at < size + padding[axis + 2]!).length;
      return { inside: all.filter((at) => at >= 0 && at < size), counted };
    });
  const [rows, columns] = [places(0, input.height), places(1, input.width)];
  return (x, from, out, to) => {
    let at = to * out.stride;
    for (const row of rows) {
      for (const column of columns) {
        for (let c = 0; c < stride; c++) {
          const values = row.inside.flatMap((i) =>
            column.inside.map((j) => x.data[from * x.stride + (i * input.width + j) * stride + c]!),
          );
          out.data[at++] = c < input.channels ? reduce(values, row.counted * column.counted) : 0;
        }
      }
    }
  };
}

/** Pixels of a window along one axis, and how many of it lie in the image or its padding. */
interface Place {
  readonly inside: readonly number[];
  readonly counted: number;
}

function overRows(
  pool: RunRow,
  { input, output: [height, width] }: PoolGeometry,
  x: Rows,
  out: Rows,
  part?: MapPart,
): RunRows {
  const maps = { ...input, height, width };
  const run = writePart(pool, maps, part);
  const place = placeOf(maps, part);
  return (count) => {
    requireRows(x, count, mapStride(input));
    requireRows(out, count, place.width);
    for (let row = 0; row < count; row++) run(x, row, out, row);
  };
}
