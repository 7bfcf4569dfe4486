import type { Arithmetic, Patches } from "./arithmetic.js";

export const plainPatches: Pick<Arithmetic, "gatherPatches" | "scatterPatches"> = {
  gatherPatches(patches, x, first, count, rows) {
    let at = 0;
    for (let place = first; place < first + count; place++) {
      for (let tap = 0; tap < tapsOf(patches); tap++) {
        const pixel = pixelOf(patches, place, tap);
        for (let c = 0; c < patches.channels; c++) rows[at++] = pixel < 0 ? 0 : x[pixel + c]!;
      }
    }
  },
  scatterPatches(patches, rows, first, count, x) {
    let at = 0;
    for (let place = first; place < first + count; place++) {
      for (let tap = 0; tap < tapsOf(patches); tap++, at += patches.channels) {
        const pixel = pixelOf(patches, place, tap);
        if (pixel < 0) continue;
        for (let c = 0; c < patches.channels; c++) x[pixel + c]! += rows[at + c]!;
      }
    }
  },
};

function tapsOf({ window: { kernel } }: Patches): number {
  return kernel[0] * kernel[1];
}

/** Where the pixel lies that a place's window has under a tap; -1 in the padding. */
function pixelOf(
  { input, places, window, firstChannel }: Patches,
  place: number,
  tap: number,
): number {
  const { channels, height, width } = input;
  const { kernel, strides, padding, dilations } = window;
  const inImage = place % (places[0] * places[1]);
  const image = (place - inImage) / (places[0] * places[1]);
  const column = inImage % places[1];
  const row = (inImage - column) / places[1];
  const j = tap % kernel[1];
  const i = (tap - j) / kernel[1];
  const y = row * strides[0] + i * dilations[0] - padding[0];
  const x = column * strides[1] + j * dilations[1] - padding[1];
  if (y < 0 || y >= height || x < 0 || x >= width) return -1;
  return ((image * height + y) * width + x) * channels + firstChannel;
}
