import type { PlanarImage } from "@evalpool/pictures";
import type { LayerValues } from "./layer-values.js";

/**
 * Feature maps as one grey image, side by side, from the least number of all to the greatest.
 *
 * @param resize makes a map as small as it is drawn
 * @param room pixels of the whole, at most, of which `gap` are between two maps
 * @returns the image, and how many channels it is of
 */
export function mapsOf(
  { value: { data, shape }, min, max }: LayerValues,
  resize: (map: PlanarImage) => PlanarImage,
  { room, gap }: { readonly room: number; readonly gap: number },
): { readonly maps: PlanarImage; readonly channels: number } {
  const [height = 1, width = 1] = shape.slice(-2);
  const scale = max > min ? 255 / (max - min) : 0;
  const mapAt = (channel: number): PlanarImage => {
    const part = data.subarray(channel * height * width, (channel + 1) * height * width);
    const bytes = Uint8Array.from(part, (each) => Math.round((Number(each) - min) * scale));
    return resize({ shape: [1, height, width], bytes });
  };
  const all = data.length / (height * width);
  const [, rows, columns] = mapAt(0).shape;
  const channels = Math.max(1, Math.min(all, Math.floor((room + gap) / (columns + gap))));
  const maps = Array.from({ length: channels }, (_, channel) => mapAt(channel));
  return { maps: sideBySide(maps, rows, columns, gap), channels };
}

function sideBySide(
  maps: readonly PlanarImage[],
  rows: number,
  columns: number,
  gap: number,
): PlanarImage {
  const width = maps.length * (columns + gap) - gap;
  const bytes = new Uint8Array(rows * width);
  for (const [i, map] of maps.entries()) {
    for (let y = 0; y < rows; y++) {
      const row = map.bytes.subarray(y * columns, (y + 1) * columns);
      bytes.set(row, y * width + i * (columns + gap));
    }
  }
  return { shape: [1, rows, width], bytes };
}
