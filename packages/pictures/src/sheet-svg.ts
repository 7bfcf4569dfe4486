import * as Plot from "@observablehq/plot";
import { toBase64 } from "./base64.js";
import { CAPTION, type Cell, type Sheet } from "./sheet-layout.js";
import { imagesToPng } from "./sheet-png.js";
import { toSvg } from "./svg.js";

/** A sheet as SVG: the images as one PNG inside, labels as text. */
export function sheetToSvg(sheet: Sheet, title: string): string {
  const { width, height, cells } = sheet;
  const pixels = { type: "identity", axis: null } as const;
  const png = toBase64(imagesToPng(sheet));
  const marks = [
    Plot.image([`data:image/png;base64,${png}`], {
      x: width / 2,
      y: height / 2,
      width,
      height,
      src: (source: string) => source,
      imageRendering: "pixelated",
    }),
    Plot.text(cells, {
      x: ({ left, width }: Cell) => left + width / 2,
      y: ({ top, height }: Cell) => top + height + CAPTION / 2,
      text: "label",
      fontSize: 14,
      fontWeight: "bold",
      title: ({ index, label }: Cell) => `image ${index}, label ${label}`,
      ariaDescription: "labels",
    }),
  ];
  const description = `labels ${cells.map(({ label }) => label).join(" ")}`;
  return toSvg([{ width, height, margin: 0, x: pixels, y: pixels, marks }], { title, description });
}
