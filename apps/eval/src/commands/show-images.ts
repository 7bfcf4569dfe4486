import type { IndexedSource } from "@evalpool/data";
import { nameClasses } from "@evalpool/metrics";
import type { PlanarImage } from "@evalpool/pictures";
import { charactersOf, drawImage, type Ink } from "../draw-image.js";
import { cutTo } from "../terminal/columns.js";
import { ints } from "../terminal/ints.js";
import type { Line } from "../terminal/tell.js";

/** Images of a split from the `first` on. */
export interface ShownImages {
  readonly source: Pick<IndexedSource, "name" | "split" | "labels" | "classes" | "classNames">;
  readonly images: readonly PlanarImage[];
  readonly first: number;
}

/** A terminal, as far as images are drawn in it. */
interface Screen {
  /** Characters in a line. */
  readonly columns: number;
  readonly hasColors: boolean;
}

/** Wider pictures than of so many pixels are drawn smaller: more do not fit a screen. */
const WIDEST = 80;

/** Images as text; in colours, where they and the terminal have such. */
export async function drawImages(
  { source, images, first }: ShownImages,
  screen = screenOf(process.stdout),
): Promise<Line[]> {
  const names = nameClasses(source.classes, source.classNames, { isNumbered: true });
  const drawn = images.map(async (image, i): Promise<Line[]> => {
    const ink: Ink = screen.hasColors && image.shape[0] >= 3 ? "colors" : "shades";
    const room = Math.floor(Math.min(screen.columns, WIDEST) / charactersOf(ink));
    const label = source.labels[first + i] ?? 0;
    return [
      `  image ${first + i}, label ${names[label] ?? label}`,
      `  pixels 230 to 250: ${ints(image.bytes.slice(230, 250))}`,
      ...drawImage(await fitting(image, room), ink).map((line) => ({ drawn: line })),
    ];
  });
  return (await Promise.all(drawn)).flat();
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  // Some terminals do not know their width, and say 0.
  const columns = stream.columns || 80;
  return { columns, hasColors: stream.isTTY && stream.getColorDepth() === 24 };
}

/** What makes images smaller is loaded when one is too wide, for it takes longer than to draw it. */
async function fitting(image: PlanarImage, most: number): Promise<PlanarImage> {
  const [, height, width] = image.shape;
  if (Math.max(height, width) <= most) return image;
  return (await import("@evalpool/pictures")).shrink(image, most);
}

/** Writes images as a sheet, each with its class below, and tells of it. */
export async function saveSheet(
  { source, images, first }: ShownImages,
  out: string,
): Promise<Line[]> {
  const { layOutSheet } = await import("@evalpool/pictures");
  const { writeWhole } = await import("@evalpool/files/node");
  const { name, split, classes, classNames, labels } = source;
  const labelOf = (i: number): number => labels[first + i] ?? 0;
  const sheet = layOutSheet(
    images.map((image, i) => ({ image, index: first + i, label: labelOf(i) })),
  );
  const named = (cut?: (name: string) => string): string[] => {
    const names = nameClasses(classes, classNames, cut && { cut });
    return images.map((_, i) => names[labelOf(i)] ?? String(labelOf(i)));
  };
  const captions = named((text) => cutTo(text, sheet.letters));
  const range = `images ${first} to ${first + images.length - 1}`;
  if (out.toLowerCase().endsWith(".png")) {
    const { sheetToPng } = await import("@evalpool/pictures");
    await writeWhole(out, sheetToPng(sheet, captions));
  } else {
    const { sheetToSvg } = await import("@evalpool/pictures");
    const title = `${name} ${split}, ${range}`;
    await writeWhole(out, sheetToSvg(sheet, { title, captions, names: named() }));
  }
  return [`  sheet   ${range} in ${sheet.rows} rows of ${sheet.columns}: ${out}`];
}
