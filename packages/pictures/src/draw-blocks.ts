import { required } from "@evalpool/errors";
import * as Plot from "@observablehq/plot";
import type { Graph, Parameters } from "@evalpool/models";
import { blocksOf, type Block } from "./blocks.js";
import { canvas, titleAndLegend, words, type Words } from "./canvas.js";
import { layOutLayers, type Point } from "./layered-layout.js";
import { colors, toSvg, type Caption } from "./svg.js";

const MARGIN = 30;
const LINE = 20;
const HEADER = 60;
const FOOTER = 60;
const BLOCK_WIDTH = 220;
/** Room for the title and the legend. */
const LEAST_WIDTH = 620;
const ARROW = 4;

/** Blue, for what is done to a layer's values. */
const FUNCTION = "#1d5fbf";

/** A block in its place: its upper left corner, in pixels. */
interface PlacedBlock extends Block {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A network of any size as SVG: a block for each layer with its shapes and parameter counts. */
export function drawBlocks(
  graph: Graph,
  parameters: Parameters | undefined,
  caption: Caption,
): string {
  const { blocks, edges } = blocksOf(graph, parameters);
  const boxes = blocks.map((block) => ({ width: BLOCK_WIDTH, height: heightOf(block) }));
  const layout = layOutLayers(boxes, edges);
  const width = Math.max(LEAST_WIDTH, Math.ceil(layout.width) + 2 * MARGIN);
  const height = HEADER + layout.height + FOOTER;
  const moved = ({ x, y }: Point): Point => ({
    x: x + (width - layout.width) / 2,
    y: y + HEADER,
  });
  const placed = blocks.map((block, i): PlacedBlock => {
    const corner = moved(required(layout.corners[i], `place of block ${i}`));
    return { ...block, ...corner, height: required(boxes[i], "box").height };
  });
  const legend = "×: feature maps; in brackets: other shapes; filled: trained; blue: what follows";
  return toSvg(
    [
      canvas(
        height,
        [
          ...titleAndLegend(caption.title, legend, height),
          ...arrows(layout.edges.map((points) => points.map(moved))),
          ...blockMarks(placed),
        ],
        width,
      ),
    ],
    caption,
  );
}

type Kind = "title" | "name" | "line" | "function";

/** From top to bottom. */
function textsOf({ title, name, lines, followers }: Block): { text: string; kind: Kind }[] {
  const of = (kind: Kind, texts: readonly string[]) => texts.map((text) => ({ text, kind }));
  return [
    ...of("title", [title]),
    ...of("name", name === undefined ? [] : [name]),
    ...of("line", lines),
    ...of("function", followers),
  ];
}

function heightOf(block: Block): number {
  return LINE * (textsOf(block).length + 0.8);
}

function blockMarks(blocks: readonly PlacedBlock[]): Plot.Markish[] {
  const all = blocks.flatMap((block) =>
    textsOf(block).map(({ text, kind }, i) => {
      return { x: block.x + BLOCK_WIDTH / 2, y: block.y + LINE * (i + 0.95), text, kind };
    }),
  );
  const of = (kind: Kind): Words[] => all.filter((words) => words.kind === kind);
  return [
    Plot.rect(blocks, {
      x1: "x",
      x2: ({ x }: PlacedBlock) => x + BLOCK_WIDTH,
      y1: "y",
      y2: ({ y, height }: PlacedBlock) => y + height,
      fill: ({ isTrained }: PlacedBlock) => (isTrained ? "#e3eefb" : colors.paper),
      stroke: colors.ink,
      rx: 8,
      title: (block: PlacedBlock) =>
        textsOf(block)
          .map(({ text }) => text)
          .join("\n"),
      ariaDescription: "layers",
    }),
    words(of("title"), { fontSize: 16, fontWeight: "bold" }),
    words(of("name"), { fill: colors.faint, fontStyle: "italic" }),
    words(of("line")),
    words(of("function"), { fill: FUNCTION, fontWeight: "bold" }),
  ];
}

/** Straight beside blocks, and turned between their rows. */
function arrows(edges: readonly (readonly Point[])[]): Plot.Markish[] {
  const points = edges.flatMap((edge, i) =>
    edge.map(({ x, y }, at) => ({ x, y: at === edge.length - 1 ? y - ARROW : y, edge: i })),
  );
  return [
    Plot.line(points, {
      x: "x",
      y: "y",
      z: "edge",
      curve: "bump-y",
      stroke: colors.ink,
      strokeWidth: 1.5,
      markerEnd: "arrow",
      ariaDescription: "edges",
    }),
  ];
}
