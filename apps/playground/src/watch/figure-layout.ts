import { size } from "@evalpool/tensor";

/** How values are drawn: as bars, as maps in colours of their sign, or as the image that they are. */
type FigureKind = "bars" | "maps" | "image";

/** What is drawn: `items` bars of one value each, or maps of `height` × `width`. */
export interface Figure {
  readonly kind: FigureKind;
  readonly items: number;
  readonly height: number;
  readonly width: number;
}

/** Where what is on a canvas: items in rows from the left, in pixels. */
export interface FigureLayout {
  readonly figure: Figure;
  /** Items that are drawn: the first ones. */
  readonly shown: number;
  readonly columns: number;
  /** Of a value within a map, a square; of a bar, its width. */
  readonly cell: number;
  /** Of an item, without what parts it from the next. */
  readonly itemWidth: number;
  readonly itemHeight: number;
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

/** How much room there is. */
export interface Room {
  readonly width: number;
  /** Side that a map is scaled to, about. */
  readonly side: number;
  /** The most rows. */
  readonly rows: number;
}

const BAR_HEIGHT = 56;
const THINNEST_BAR = 4;
const THICKEST_BAR = 18;
const LARGEST_CELL = 16;
/** More than browsers draw at once on any device. */
const MOST_PIXELS = 4_000_000;

/** Bars for values in a row, maps for `[…, H, W]`. */
export function figureOf(shape: readonly number[]): Figure {
  const [height = 1, width = 1] = shape.slice(-2);
  if (shape.length < 2 || (shape.length > 2 && height * width === 1)) {
    return { kind: "bars", items: size(shape), height: 1, width: 1 };
  }
  return { kind: "maps", items: size(shape.slice(0, -2)), height, width };
}

/** As many items as there is room for, at least one. */
export function layOutFigure(figure: Figure, room: Room): FigureLayout {
  const { kind, items, height, width } = figure;
  const fits = Math.floor(room.width / Math.max(1, items));
  const cell =
    kind === "bars"
      ? between(THINNEST_BAR, fits, THICKEST_BAR)
      : between(1, Math.floor(room.side / Math.max(height, width)), LARGEST_CELL);
  const gap = kind === "bars" ? 0 : 4;
  const frame = frameOf(kind);
  const itemWidth = width * cell;
  const itemHeight = kind === "bars" ? BAR_HEIGHT : height * cell;
  const free = room.width + gap - 2 * frame;
  const columns = between(1, Math.floor(free / (itemWidth + gap)), items);
  const [across, rowHeight] = [columns * (itemWidth + gap) - gap, itemHeight + rowGap(kind)];
  const affordable = Math.max(1, Math.floor(MOST_PIXELS / (across * rowHeight)));
  const rows = Math.min(Math.ceil(items / columns), room.rows, affordable);
  const shown = Math.min(items, rows * columns);
  const canvas = {
    width: across + 2 * frame,
    height: rows * rowHeight - rowGap(kind) + 2 * frame,
  };
  return { figure, shown, columns, cell, itemWidth, itemHeight, gap, ...canvas };
}

/** A pixel's place, and extent. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where an item begins. */
export function cornerOf(layout: FigureLayout, item: number): readonly [x: number, y: number] {
  const { figure, columns, itemWidth, itemHeight, gap } = layout;
  const [column, row] = [item % columns, Math.floor(item / columns)];
  const frame = frameOf(figure.kind);
  return [frame + column * (itemWidth + gap), frame + row * (itemHeight + rowGap(figure.kind))];
}

/** Where a value is drawn, by its index in memory. */
export function boxOf(layout: FigureLayout, index: number): Box {
  const { figure, cell, itemHeight } = layout;
  const plane = figure.height * figure.width;
  const [x, y] = cornerOf(layout, Math.floor(index / plane));
  const [row, column] = [Math.floor((index % plane) / figure.width), index % figure.width];
  const height = figure.kind === "bars" ? itemHeight : cell;
  return { x: x + column * cell, y: y + row * cell, width: cell, height };
}

/** The value at a pixel; undefined between items and behind the last. */
export function indexAt(layout: FigureLayout, x: number, y: number): number | undefined {
  const { figure, shown, columns, cell, itemWidth, itemHeight, gap } = layout;
  const [column, row] = [
    Math.floor(x / (itemWidth + gap)),
    Math.floor(y / (itemHeight + rowGap(figure.kind))),
  ];
  const item = row * columns + column;
  if (x < 0 || y < 0 || column >= columns || item >= shown) return undefined;
  const [left, top] = cornerOf(layout, item);
  if (x < left || y < top || x >= left + itemWidth || y >= top + itemHeight) return undefined;
  if (figure.kind === "bars") return item;
  const inRow = Math.floor((y - top) / cell) * figure.width + Math.floor((x - left) / cell);
  return item * figure.height * figure.width + inRow;
}

function rowGap(kind: FigureKind): number {
  return kind === "bars" ? 8 : 4;
}

/** Of the line around each map. */
function frameOf(kind: FigureKind): number {
  return kind === "bars" ? 0 : 1;
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
