import * as Plot from "@observablehq/plot";
import { toBase64 } from "./base64.js";
import { BAR_HEIGHT, captionOf, shadeOf, type Card, type Cards } from "./card-layout.js";
import type { CardRow } from "./card-layout.js";
import { cardImagesToPng } from "./cards-png.js";
import { canvas } from "./canvas.js";
import { toSvg } from "./svg.js";

interface ShadedRow extends CardRow {
  readonly shade: string;
  readonly title: string;
}

/** Cards as SVG: the images as one PNG inside, bars and text as they are. */
export function cardsToSvg(cards: Cards, title: string): string {
  const { width, height } = cards;
  const rows = cards.cards.flatMap((card) => card.rows.map((row) => shaded(row, card)));
  const middle = ({ top }: CardRow): number => top + 2 + BAR_HEIGHT / 2;
  const text = { y: middle, fontSize: 11 } as const;
  const marks = [
    Plot.image([`data:image/png;base64,${toBase64(cardImagesToPng(cards))}`], {
      x: width / 2,
      y: height / 2,
      width,
      height,
      src: (source: string) => source,
      imageRendering: "pixelated",
    }),
    Plot.text(cards.cards, {
      x: "left",
      y: ({ top }: Card) => top + 8,
      text: captionOf,
      textAnchor: "start",
      fontSize: 12,
      fontWeight: "bold",
      ariaDescription: "captions",
    }),
    Plot.rect(rows, {
      x1: "barLeft",
      x2: ({ barLeft, barWidth }: CardRow) => barLeft + barWidth,
      y1: ({ top }: CardRow) => top + 2,
      y2: ({ top }: CardRow) => top + 2 + BAR_HEIGHT,
      fill: "shade",
      title: "title",
      ariaDescription: "probabilities",
    }),
    Plot.text(rows, {
      ...text,
      x: "nameEnd",
      text: "shortName",
      textAnchor: "end",
      title: "title",
      ariaDescription: "classes",
    }),
    Plot.text(rows, {
      ...text,
      x: "numberLeft",
      text: ({ share }: CardRow) => share.toFixed(4),
      textAnchor: "start",
      ariaDescription: "values of probabilities",
    }),
  ];
  const description = cards.cards.map(captionOf).join("; ");
  return toSvg([canvas(height, marks, width)], { title, description });
}

function shaded(row: CardRow, card: Card): ShadedRow {
  const shade = shadeOf(row.label, card);
  const title = `${row.name}: ${row.share.toFixed(4)}`;
  return { ...row, shade: `rgb(${shade},${shade},${shade})`, title };
}
