import { textWidth } from "./glyphs.js";
import type { PlanarImage } from "./planar-image.js";
import { LETTER } from "./sheet-layout.js";
import { shrink } from "./shrink.js";

/** An image of a data set, what it is read as, and the classes whose probabilities are shown. */
export interface ReadImage {
  readonly image: PlanarImage;
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  readonly bars: readonly ClassBar[];
}

/** A class and its probability. */
export interface ClassBar {
  readonly label: number;
  readonly name: string;
  /** The name in at most `CARD_LETTERS` letters, another one than those of other classes. */
  readonly shortName: string;
  /** 0 to 1; NaN where it is no number. */
  readonly share: number;
}

/** Images side by side, each with a caption above and bars of probabilities at its right. */
export interface Cards {
  /** Of the whole, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Card[];
}

export interface Card extends ReadImage {
  readonly left: number;
  readonly top: number;
  /** Pixels that show one of the image, along each axis. */
  readonly scale: number;
  /** Of the image, below the caption. */
  readonly imageTop: number;
  readonly rows: readonly CardRow[];
}

/** A class of a card. */
export interface CardRow extends ClassBar {
  readonly top: number;
  /** Where the name ends, and the bar begins. */
  readonly nameEnd: number;
  readonly barLeft: number;
  /** Pixels of the bar, and where its number begins. */
  readonly barWidth: number;
  readonly numberLeft: number;
}

/** Pixels of a row, and of the bar in it. */
const ROW = 14;
export const BAR_HEIGHT = 10;
/** Letters of a name that there is room for. */
export const CARD_LETTERS = 14;
/** Pixels of an image's longer side, at most. */
const IMAGE = 140;
const CAPTION = 20;
const [MARGIN, GAP] = [12, 8];
const BAR = 120;
/** `0.9999` */
const NUMBER = LETTER * textWidth(6);

/** Lays out cards in columns, so that the whole is about as wide as it is high. */
export function layOutCards(images: readonly ReadImage[]): Cards {
  const names = images.flatMap(({ bars }) => bars.map(({ shortName }) => shortName));
  const letters = Math.max(1, ...names.map((name) => Array.from(name).length));
  const nameWidth = LETTER * textWidth(letters);
  const width = IMAGE + GAP + nameWidth + GAP + BAR + GAP + NUMBER + MARGIN;
  const most = Math.max(0, ...images.map(({ bars }) => bars.length));
  const height = CAPTION + Math.max(IMAGE, most * ROW) + MARGIN;
  const columns = Math.max(1, Math.round(Math.sqrt((images.length * height) / width)));
  const rows = Math.ceil(images.length / columns);
  const cards = images.map((each, i): Card => {
    const left = MARGIN + (i % columns) * width;
    const top = MARGIN + Math.floor(i / columns) * height;
    const image = shrink(each.image, IMAGE);
    const [, imageHeight, imageWidth] = image.shape;
    const scale = Math.max(1, Math.floor(IMAGE / Math.max(imageHeight, imageWidth)));
    const nameEnd = left + IMAGE + GAP + nameWidth;
    const barLeft = nameEnd + GAP;
    return {
      ...each,
      image,
      left,
      top,
      scale,
      imageTop: top + CAPTION,
      rows: each.bars.map((bar, row) => ({
        ...bar,
        top: top + CAPTION + row * ROW,
        nameEnd,
        barLeft,
        barWidth: bar.share > 0 ? Math.round(bar.share * BAR) : 0,
        numberLeft: barLeft + BAR + GAP,
      })),
    };
  });
  const columnsUsed = Math.min(columns, images.length);
  return { width: MARGIN + columnsUsed * width, height: MARGIN + rows * height, cards };
}

/** What stands above an image. */
export function captionOf({ index, label, prediction, bars }: ReadImage): string {
  const nameOf = (wanted: number): string =>
    bars.find(({ label }) => label === wanted)?.shortName ?? String(wanted);
  return `image ${index} · label ${nameOf(label)} · read as ${nameOf(prediction)}`;
}

/** Dark what was read and is right, middle grey what should have been, light the rest. */
export function shadeOf(label: number, card: ReadImage): number {
  if (label === card.prediction) return 40;
  return label === card.label ? 120 : 190;
}
