import { BAR_HEIGHT, captionOf, shadeOf, type Card, type Cards } from "./card-layout.js";
import { drawText } from "./glyphs.js";
import type { PlanarImage } from "./planar-image.js";
import { createRaster, paintImage, rasterToPng, type Raster } from "./raster.js";
import { LETTER } from "./sheet-layout.js";

const PAPER = 255;

/** Cards as a PNG; a name of letters that are not known is its label there. */
export function cardsToPng(cards: Cards): Uint8Array {
  const raster = rasterize(cards);
  for (const card of cards.cards) paintCard(raster, card);
  return rasterToPng(raster);
}

/** The images alone, where they lie. */
export function cardImagesToPng(cards: Cards): Uint8Array {
  return rasterToPng(rasterize(cards));
}

function rasterize(cards: Cards): Raster {
  const images = cards.cards.map(({ image }) => image);
  const raster = createRaster(cards, images, PAPER);
  for (const { image, left, imageTop, scale } of cards.cards) {
    paintImage(raster, image, { left, top: imageTop }, scale);
  }
  return raster;
}

function paintCard(raster: Raster, card: Card): void {
  const { index, label, prediction } = card;
  const plain = `image ${index} · label ${label} · read as ${prediction}`;
  const caption = drawText(captionOf(card)) ?? drawText(plain);
  if (caption) paintImage(raster, caption, { left: card.left, top: card.top + 3 }, LETTER);
  for (const row of card.rows) {
    const top = row.top + 2;
    const name = drawText(row.shortName) ?? drawText(String(row.label));
    if (name) {
      paintImage(raster, name, { left: row.nameEnd - LETTER * name.shape[2], top }, LETTER);
    }
    const number = drawText(row.share.toFixed(4));
    if (number) paintImage(raster, number, { left: row.numberLeft, top }, LETTER);
    const bar = barOf(row.barWidth, shadeOf(row.label, card));
    paintImage(raster, bar, { left: row.barLeft, top });
  }
}

/** A bar as an image of one shade. */
function barOf(width: number, shade: number): PlanarImage {
  return { shape: [1, BAR_HEIGHT, width], bytes: new Uint8Array(BAR_HEIGHT * width).fill(shade) };
}
