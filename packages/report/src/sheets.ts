import { base64Length, packedLength } from "./pack-samples.js";
import type { PageSample, SheetLayout } from "./page-data.js";
import {
  drawSprite,
  readThumbnails,
  type ReadImages,
  type Sprite,
  type Thumbnails,
} from "./sprite.js";

/** A picture of some of a page's images. */
export type Sheet = SheetLayout & Sprite;

/** Sheets of a page, and how many images they have. */
export interface Sheets {
  readonly sheets: readonly Sheet[];
  readonly images: number;
}

/** Bytes of the pixels in a sheet, of which one at a time is held: 1,337 digits of MNIST. */
const SHEET_BYTES = 2 ** 20;
/** A part of a sheet compresses a little worse than the whole. */
const MARGIN = 0.95;

/** What is drawn, and the letters that it takes in the page. */
interface Drawn {
  readonly sprite: Sprite;
  readonly images: number;
  readonly letters: number;
}

/**
 * Draws images in their order, as many as there are or fit into a page, one at least.
 *
 * @param mostLetters of the page that they may take, with what is told of each
 */
export async function drawSheets(
  read: ReadImages,
  samples: readonly PageSample[],
  mostLetters: number,
): Promise<Sheets> {
  const sheets: Sheet[] = [];
  let [first, left] = [0, mostLetters];
  while (first < samples.length) {
    const next = samples.slice(first);
    const indices = next.map(({ index }) => index);
    const thumbnails = await readThumbnails(read, indices, SHEET_BYTES);
    const whole = draw(thumbnails, next, thumbnails.images.length);
    const drawn = whole.letters <= left ? whole : drawPart(thumbnails, next, whole, left);
    if (first > 0 && drawn.letters > left) break;
    sheets.push({ ...drawn.sprite, first });
    first += drawn.images;
    left -= drawn.letters;
    if (drawn !== whole) break;
  }
  return { sheets, images: first };
}

/** About as many of a sheet's images as fit, one at least. */
function drawPart(
  thumbnails: Thumbnails,
  samples: readonly PageSample[],
  { images, letters }: Drawn,
  left: number,
): Drawn {
  return draw(thumbnails, samples, Math.max(1, Math.floor((MARGIN * images * left) / letters)));
}

/** The first so many of them. */
function draw(
  { images, isShrunk }: Thumbnails,
  samples: readonly PageSample[],
  count: number,
): Drawn {
  const sprite = drawSprite({ images: images.slice(0, count), isShrunk });
  const told = packedLength(samples.slice(0, count));
  return { sprite, images: count, letters: base64Length(sprite.png?.length ?? 0) + told };
}
