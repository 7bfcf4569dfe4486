import type { IndexedSource } from "@evalpool/data";
import { nameClasses } from "@evalpool/metrics";
import type { PlanarImage } from "@evalpool/pictures";
import { cutTo } from "../terminal/columns.js";
import { ints } from "../terminal/ints.js";
import { drawOn, screenOf } from "../terminal/screen.js";
import type { Line } from "../terminal/tell.js";

/** Images of a split from the `first` on. */
export interface ShownImages {
  readonly source: Pick<IndexedSource, "name" | "split" | "labels" | "classes" | "classNames">;
  readonly images: readonly PlanarImage[];
  readonly first: number;
}

/** Images as text; in colours, where they and the terminal have such. */
export async function drawImages(
  { source, images, first }: ShownImages,
  screen = screenOf(process.stdout),
): Promise<Line[]> {
  const names = nameClasses(source.classes, source.classNames, { isNumbered: true });
  const drawn = images.map(async (image, i): Promise<Line[]> => {
    const label = source.labels[first + i] ?? 0;
    return [
      `  image ${first + i}, label ${names[label] ?? label}`,
      `  pixels 230 to 250: ${ints(image.bytes.slice(230, 250))}`,
      ...(await drawOn(screen, image)),
    ];
  });
  return (await Promise.all(drawn)).flat();
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
