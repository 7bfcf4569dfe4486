import type { Comparison, ComparedImage } from "@evalpool/evaluate";
import { drawSprite, readThumbnails, type ReadImages, type Sprite } from "../sprite.js";

/** Images of each kind that are listed; --json has all. */
const MOST_LISTED = 1000;
/** Of all pictures: about 2,000 digits of MNIST. */
const MOST_BYTES = 2_000_000;

/** The images in a page, in one picture. */
export interface Pictures {
  readonly sprite: Sprite;
  /** The place in the picture, by index of the image; there may not be room for all. */
  readonly places: ReadonlyMap<number, number>;
}

/** Reads the images that are listed, those that broke first: as many as there is room for. */
export async function collectPictures(
  { broken = [], mended = [] }: Comparison,
  read: ReadImages | undefined,
): Promise<Pictures | undefined> {
  if (read === undefined) return undefined;
  const indices = [broken, mended].flatMap((images) => listed(images).map(({ index }) => index));
  const thumbnails = await readThumbnails(read, indices, MOST_BYTES);
  const shown = indices.slice(0, thumbnails.images.length);
  return {
    sprite: drawSprite(thumbnails),
    places: new Map(shown.map((index, place) => [index, place])),
  };
}

/** Those that a page lists. */
export function listed(images: readonly ComparedImage[]): readonly ComparedImage[] {
  return images.slice(0, MOST_LISTED);
}
