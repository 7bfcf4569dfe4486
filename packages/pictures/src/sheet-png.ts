import { drawText } from "./glyphs.js";
import { createRaster, paintImage, rasterToPng, type Raster } from "./raster.js";
import { LETTER, requireSheet, type Sheet } from "./sheet-layout.js";

const PAPER = 255;

/**
 * A sheet as a PNG, captions below their images.
 *
 * @param captions of each image: its label where it is absent, or of letters that are not known
 */
export function sheetToPng(sheet: Sheet, captions: readonly string[] = []): Uint8Array {
  requireSheet("sheetToPng", sheet);
  const raster = rasterize(sheet);
  for (const [i, { label, left, top, width, height }] of sheet.cells.entries()) {
    const text = drawText(captions[i] ?? String(label)) ?? drawText(String(label));
    if (text === undefined) continue;
    const free = width - LETTER * text.shape[2];
    const start = left + Math.max(0, Math.floor(free / 2));
    paintImage(raster, text, { left: start, top: top + height + 2 * LETTER }, LETTER);
  }
  return rasterToPng(raster);
}

/** The same without captions. */
export function imagesToPng(sheet: Sheet): Uint8Array {
  return rasterToPng(rasterize(sheet));
}

function rasterize(sheet: Sheet): Raster {
  const { cells, scale } = sheet;
  const raster = createRaster(
    sheet,
    cells.map(({ image }) => image),
    PAPER,
  );
  for (const cell of cells) paintImage(raster, cell.image, cell, scale);
  return raster;
}
