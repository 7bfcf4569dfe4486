import {
  createRaster,
  drawnChannels,
  paintImage,
  rasterToPng,
  shrink,
  type PlanarImage,
} from "@evalpool/pictures";
import type { SpriteLayout } from "./page-data.js";

/** Images in rows of one picture, about as many in a row as there are rows. */
export interface Sprite extends SpriteLayout {
  /** A PNG, grey where all images are; undefined where there are no images. */
  readonly png: Uint8Array | undefined;
}

/** Gives images by their indices, in that order; they may be of several sizes. */
export type ReadImages = (indices: readonly number[]) => Promise<readonly PlanarImage[]>;

/** The longer side of an image in the page, at most. */
const LARGEST = 64;
/** Images that are asked for at once, which may be large. */
const AT_ONCE = 64;
/** What images of several sizes stand on. */
const GROUND = 0;
/** Of digits 1 % is gained by the most effort, which takes four times as long. */
const EFFORT = 6;

/** Images as they are in the page. */
export interface Thumbnails {
  readonly images: readonly PlanarImage[];
  readonly isShrunk: boolean;
}

/**
 * Reads images one after the other, as many as there are or fit into so many bytes, one at least.
 *
 * @param mostBytes of all of them, small enough for the page
 */
export async function readThumbnails(
  read: ReadImages,
  indices: readonly number[],
  mostBytes: number,
): Promise<Thumbnails> {
  const images: PlanarImage[] = [];
  let [bytes, isShrunk] = [0, false];
  for (let at = 0; at < indices.length; at += AT_ONCE) {
    for (const image of await read(indices.slice(at, at + AT_ONCE))) {
      const small = shrink(image, LARGEST);
      const [, height, width] = small.shape;
      bytes += drawnChannels(small) * height * width;
      if (images.length > 0 && bytes > mostBytes) return { images, isShrunk };
      images.push(small);
      isShrunk ||= small !== image;
    }
  }
  return { images, isShrunk };
}

/** Each image in the middle of its place, which the largest fit into. */
export function drawSprite({ images, isShrunk }: Thumbnails): Sprite {
  const columns = Math.ceil(Math.sqrt(images.length));
  const rows = columns === 0 ? 0 : Math.ceil(images.length / columns);
  const height = largest(images, ({ shape }) => shape[1]);
  const width = largest(images, ({ shape }) => shape[2]);
  const layout = { columns, rows, height, width, isShrunk };
  if (rows === 0) return { ...layout, png: undefined };
  const canvas = { width: columns * width, height: rows * height };
  const raster = createRaster(canvas, images, GROUND);
  for (const [place, image] of images.entries()) {
    const [, ownHeight, ownWidth] = image.shape;
    paintImage(raster, image, {
      left: (place % columns) * width + Math.floor((width - ownWidth) / 2),
      top: Math.floor(place / columns) * height + Math.floor((height - ownHeight) / 2),
    });
  }
  return { ...layout, png: rasterToPng(raster, EFFORT) };
}

function largest(images: readonly PlanarImage[], of: (image: PlanarImage) => number): number {
  return images.reduce((most, image) => Math.max(most, of(image)), 1);
}
