import { required } from "@evalpool/errors";
import { spreadOut } from "./spread-out.js";

/** How large something is that is to be placed, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Boxes and edges in their places; all of it begins at (0, 0). */
export interface Layout extends Box {
  /** The upper left corner of each box. */
  readonly corners: readonly Point[];
  /** Points that each edge goes through, from the bottom of a box to the top of another. */
  readonly edges: readonly (readonly Point[])[];
}

/** From a box to one behind it in the list. */
export type Edge = readonly [from: number, to: number];

/** Between two rows, where edges turn; between two boxes of a row, and for an edge beside them. */
const GAP = { rows: 44, boxes: 36, edge: 26 } as const;
const SWEEPS = 6;
/** How dear it is to move a box, against an edge that passes by it. */
const BOX_WEIGHT = 1000;

/** A box in its row, or the edge of one that passes by there. */
interface Item {
  readonly row: number;
  readonly box?: number;
  readonly width: number;
  /** What edges lead to in the rows next to it. */
  readonly above: Item[];
  readonly below: Item[];
  /** Of a box, those that its edges come from and lead to in the end. */
  readonly givers: Item[];
  readonly takers: Item[];
  /** Of its middle. */
  x: number;
  /** From the left. */
  position: number;
}

/** How many boxes there are, and places where edges pass by others: what a layout takes time for. */
export function layoutSize(count: number, edges: readonly Edge[]): number {
  const rows = rowsOf(count, edges);
  return count + lanesOf(rows, edges).reduce((sum, last, i) => sum + last - (rows[i] ?? 0), 0);
}

/**
 * Places the boxes of a graph in rows, each below all that lead to it, as close as can be; and edges
 * so that they run through no box: those of one box share a way down beside the rows between.
 * (Layers by longest path, order by barycentre: K. Sugiyama et al., 1981.)
 *
 * @param boxes each behind those that lead to it
 */
export function layOutLayers(boxes: readonly Box[], edges: readonly Edge[]): Layout {
  const rowOf = rowsOf(boxes.length, edges);
  const rows: Item[][] = [];
  const add = (row: number, width: number, box?: number): Item => {
    const place = (rows[row] ??= []);
    const item: Item = {
      row,
      width,
      above: [],
      below: [],
      givers: [],
      takers: [],
      x: 0,
      position: place.length,
      ...(box !== undefined && { box }),
    };
    place.push(item);
    return item;
  };
  const items = boxes.map(({ width }, i) => add(rowOf[i] ?? 0, width + GAP.boxes, i));
  const lanes = lanesOf(rowOf, edges).map((last, i) =>
    Array.from({ length: last - (rowOf[i] ?? 0) }, (_, n) =>
      add((rowOf[i] ?? 0) + n + 1, GAP.edge),
    ),
  );
  const ways = edges.map(([from, to]): Item[] => {
    const [start, end] = [required(items[from], "box"), required(items[to], "box")];
    start.takers.push(end);
    end.givers.push(start);
    return [start, ...(lanes[from] ?? []).slice(0, end.row - start.row - 1), end];
  });
  for (const way of ways) connect(way);
  order(rows);
  place(rows);
  return measured(boxes, items, rows, ways);
}

/** The longest way to each box. */
function rowsOf(count: number, edges: readonly Edge[]): number[] {
  const rows = Array.from({ length: count }, () => 0);
  const byEnd = edges.toSorted((a, b) => a[1] - b[1]);
  for (const [from, to] of byEnd) rows[to] = Math.max(rows[to] ?? 0, (rows[from] ?? 0) + 1);
  return rows;
}

/** The last row that an edge of each box has to pass by. */
function lanesOf(rows: readonly number[], edges: readonly Edge[]): number[] {
  const last = [...rows];
  for (const [from, to] of edges) last[from] = Math.max(last[from] ?? 0, (rows[to] ?? 0) - 1);
  return last;
}

function connect(way: readonly Item[]): void {
  for (const [i, from] of way.entries()) {
    const to = way[i + 1];
    if (to === undefined || from.below.includes(to)) continue;
    from.below.push(to);
    to.above.push(from);
  }
}

/** Orders each row by where its neighbours stand, from above and from below in turns. */
function order(rows: readonly Item[][]): void {
  const sweep = (row: Item[], neighbours: "above" | "below"): void => {
    const wanted = new Map(
      row.map((item) => [
        item,
        meanOf(item[neighbours], ({ position }) => position, item.position),
      ]),
    );
    row.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.position - b.position);
    for (const [i, item] of row.entries()) item.position = i;
  };
  for (let i = 0; i < SWEEPS; i++) {
    for (const row of rows) sweep(row, "above");
    if (i < SWEEPS - 1) for (const row of rows.toReversed()) sweep(row, "below");
  }
}

/** Gives each item its x: boxes in the middle of those that they are connected with, edges straight. */
function place(rows: readonly Item[][]): void {
  const settle = (row: readonly Item[], side: "above" | "below"): void => {
    const wishes = row.map((item) => {
      const weight = item.box === undefined ? 1 : BOX_WEIGHT;
      return { at: meanOf(aims(item, side), ({ x }) => x, item.x), width: item.width, weight };
    });
    for (const [i, x] of spreadOut(wishes).entries()) required(row[i], "item").x = x;
  };
  for (let i = 0; i < SWEEPS; i++) {
    for (const row of rows) settle(row, "above");
    for (const row of rows.toReversed()) settle(row, "below");
  }
  for (const row of rows) settle(row, "above");
}

function aims(item: Item, side: "above" | "below"): readonly Item[] {
  if (item.box !== undefined) return side === "above" ? item.givers : item.takers;
  const edges = item[side].filter(({ box }) => box === undefined);
  return edges.length > 0 ? edges : item[side];
}

function meanOf(items: readonly Item[], value: (item: Item) => number, otherwise: number): number {
  if (items.length === 0) return otherwise;
  return items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

/** In pixels from the upper left. */
function measured(
  boxes: readonly Box[],
  items: readonly Item[],
  rows: readonly Item[][],
  ways: readonly Item[][],
): Layout {
  const all = rows.flat();
  const edgeOf = (side: -1 | 1) => all.map(({ x, width }) => x + (side * width) / 2);
  const left = edgeOf(-1).reduce((a, b) => Math.min(a, b), Infinity);
  const right = edgeOf(1).reduce((a, b) => Math.max(a, b), -Infinity);
  const tops: number[] = [];
  let height = -GAP.rows;
  const heightOf = ({ box }: Item): number => (box === undefined ? 0 : (boxes[box]?.height ?? 0));
  const bottoms = rows.map((row) => {
    tops.push(height + GAP.rows);
    height += GAP.rows + Math.max(...row.map(heightOf));
    return height;
  });
  const top = (item: Item): Point => ({ x: item.x - left, y: tops[item.row] ?? 0 });
  const edges = ways.map((way) =>
    way.flatMap((item, i): Point[] => {
      const { x, y } = top(item);
      if (i === way.length - 1) return [{ x, y }];
      const bottom = { x, y: bottoms[item.row] ?? 0 };
      return i > 0 ? [{ x, y }, bottom] : [{ x, y: y + heightOf(item) }, bottom];
    }),
  );
  const corners = items.map((item, i) => {
    const { x, y } = top(item);
    return { x: x - (boxes[i]?.width ?? 0) / 2, y };
  });
  return { corners, edges, width: right - left, height: Math.max(0, height) };
}
