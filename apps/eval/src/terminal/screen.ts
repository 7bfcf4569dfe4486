import type { PlanarImage } from "@evalpool/pictures";
import { charactersOf, drawImage, type Ink } from "../draw-image.js";
import type { Line } from "./tell.js";

/** A terminal, as far as images are drawn in it. */
export interface Screen {
  /** Characters in a line. */
  readonly columns: number;
  readonly hasColors: boolean;
}

/** Characters beyond which nothing is drawn: more do not fit a screen. */
const WIDEST = 80;

export function screenOf(stream: NodeJS.WriteStream): Screen {
  // Some terminals do not know their width, and say 0.
  const columns = Math.min(stream.columns || WIDEST, WIDEST);
  return { columns, hasColors: stream.isTTY && stream.getColorDepth() === 24 };
}

/** An image as lines: in colours where the terminal has them, smaller where it is too wide. */
export async function drawOn(screen: Screen, image: PlanarImage): Promise<Line[]> {
  const drawn = drawImage(await fitting(image, roomOn(screen)), inkOf(screen));
  return drawn.map((line) => ({ drawn: line }));
}

/** Pixels side by side for which a screen has room. */
export function roomOn(screen: Screen): number {
  return Math.floor(screen.columns / charactersOf(inkOf(screen)));
}

function inkOf({ hasColors }: Screen): Ink {
  return hasColors ? "colors" : "shades";
}

/** What makes images smaller is loaded when one is too wide, for it takes longer than to draw it. */
async function fitting(image: PlanarImage, most: number): Promise<PlanarImage> {
  const [, height, width] = image.shape;
  if (Math.max(height, width) <= most) return image;
  return (await import("@evalpool/pictures")).shrink(image, most);
}
