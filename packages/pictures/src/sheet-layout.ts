import { objectWith, requireArgument } from "@evalpool/errors";
import { textWidth } from "./glyphs.js";
import type { PlanarImage } from "./planar-image.js";
import { shrink } from "./shrink.js";

/** An image of a data set, and what it is. */
export interface LabelledImage {
  readonly image: PlanarImage;
  readonly index: number;
  readonly label: number;
}

/** Images of a data set side by side, each over its label. */
export interface Sheet {
  /** Of the whole, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Images in a row, and rows. */
  readonly columns: number;
  readonly rows: number;
  /** How many pixels of the sheet show one of an image, along each axis. */
  readonly scale: number;
  /** Letters that there is room for below an image. */
  readonly letters: number;
  readonly cells: readonly Cell[];
}

export interface Cell extends LabelledImage {
  /** Of the drawn image. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a sheet that show one of a letter, along each axis. */
export const LETTER = 2;
/** Room for a label below its image, and between what stands side by side. */
export const CAPTION = 18;
const GAP = 8;
/** Labels have up to three digits. */
const LABEL_WIDTH = 24;
/** Small images are drawn at twice their size, large ones smaller. */
const [SMALL, LARGEST] = [64, 128];

/** For callers without types. @throws {UsageError} when it is no sheet */
export function requireSheet(caller: string, value: unknown): void {
  requireArgument(`${caller}: sheet`, objectWith("a sheet, as layOutSheet gives", "cells"), value);
}

/** Lays out images, about as many in a row as there are rows. */
export function layOutSheet(labelled: readonly LabelledImage[]): Sheet {
  const list = { expected: "an array of images { image, label, index }", isMet: Array.isArray };
  requireArgument("layOutSheet", list, labelled);
  const images = labelled.map((each) => ({ ...each, image: shrink(each.image, LARGEST) }));
  const [imageHeight, imageWidth] = largestOf(images);
  const scale = Math.max(imageHeight, imageWidth) <= SMALL ? 2 : 1;
  const [height, width] = [scale * imageHeight, scale * imageWidth];
  const room = Math.max(width, LABEL_WIDTH);
  const columns = Math.ceil(Math.sqrt(images.length));
  const rows = Math.ceil(images.length / columns);
  const cells = images.map((each, i): Cell => {
    const [, ownHeight, ownWidth] = each.image.shape;
    return {
      ...each,
      left: GAP + (i % columns) * (room + GAP),
      top: GAP + Math.floor(i / columns) * (height + CAPTION + GAP),
      width: scale * ownWidth,
      height: scale * ownHeight,
    };
  });
  let letters = 1;
  while (LETTER * textWidth(letters + 1) <= room + GAP / 2) letters++;
  return {
    width: GAP + columns * (room + GAP),
    height: GAP + rows * (height + CAPTION + GAP),
    columns,
    rows,
    scale,
    letters,
    cells,
  };
}

function largestOf(images: readonly LabelledImage[]): [height: number, width: number] {
  return images.reduce<[number, number]>(
    ([height, width], { image }) => [
      Math.max(height, image.shape[1]),
      Math.max(width, image.shape[2]),
    ],
    [1, 1],
  );
}
