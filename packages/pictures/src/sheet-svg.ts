import { isObject, requireArgument } from "@evalpool/errors";
import * as Plot from "@observablehq/plot";
import { toBase64 } from "./base64.js";
import { CAPTION, requireSheet, type Cell, type Sheet } from "./sheet-layout.js";
import { imagesToPng } from "./sheet-png.js";
import { toSvg } from "./svg.js";

interface Captioned extends Cell {
  readonly caption: string;
  readonly title: string;
}

/** What a sheet says of its images: below them, and where one points at them. */
export interface SheetText {
  readonly title: string;
  /** Of each image; its label where it is absent. */
  readonly captions?: readonly string[];
  /** What each is in full. */
  readonly names?: readonly string[];
}

/** A sheet as SVG: the images as one PNG inside, captions as text. */
export function sheetToSvg(sheet: Sheet, text: SheetText): string {
  requireSheet("sheetToSvg", sheet);
  requireArgument(
    "sheetToSvg: text",
    { expected: "an object with a title", isMet: isObject },
    text,
  );
  const { title, captions = [], names = [] } = text;
  const { width, height } = sheet;
  const cells = sheet.cells.map((cell, i): Captioned => {
    const [label, name] = [String(cell.label), names[i]];
    const known = name === undefined || name === label ? label : `${label}, ${name}`;
    const caption = captions[i] ?? label;
    return { ...cell, caption, title: `image ${cell.index}, label ${known}` };
  });
  const isNamed = cells.some(({ caption, label }) => caption !== String(label));
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
      text: "caption",
      fontSize: isNamed ? NAME_SIZE : 14,
      fontWeight: "bold",
      title: "title",
      ariaDescription: "labels",
    }),
  ];
  const description = `labels ${cells.map(({ caption }) => caption).join(" ")}`;
  return toSvg([{ width, height, margin: 0, x: pixels, y: pixels, marks }], { title, description });
}

/** Of which as many letters fit as in a PNG. */
const NAME_SIZE = 11;
