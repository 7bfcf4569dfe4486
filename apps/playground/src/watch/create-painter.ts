import type { FigureLayout } from "./figure-layout.js";
import { paintValues, type Palette } from "./paint-values.js";
import { rangeOf, type Values } from "./value-range.js";

/** Paints values on a canvas, which takes a layout's size; its pixels are kept from time to time. */
export type Painter = (layout: FigureLayout, values: Values, palette: Palette) => void;

export function createPainter(canvas: HTMLCanvasElement): Painter {
  const context = canvas.getContext("2d");
  let image = new ImageData(1, 1);
  return (layout, values, palette) => {
    const { width, height } = layout;
    if (image.width !== width || image.height !== height) image = new ImageData(width, height);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const pixels = new Uint32Array(image.data.buffer);
    paintValues({ pixels, width }, layout, values, rangeOf(values), palette);
    context?.putImageData(image, 0, 0);
  };
}
