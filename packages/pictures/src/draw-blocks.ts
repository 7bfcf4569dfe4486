import { required } from "@evalpool/errors";
import * as Plot from "@observablehq/plot";
import type { FloatTensor, Graph, Parameters } from "@evalpool/models";
import { canvas, titleAndLegend, WIDTH, words } from "./canvas.js";
import {
  count,
  formatParameter,
  shapeLabel,
  formatWeight,
  countOf,
  settingsOf,
  stagesOf,
} from "./stages.js";
import { colors, toSvg, type Caption } from "./svg.js";

const MARGIN = 30;
const IN_A_ROW = 5;
const GAP = 40;
const LINE = 20;
const HEADER = 60;
const FOOTER = 50;
const BLOCK_WIDTH = (WIDTH - 2 * MARGIN - (IN_A_ROW - 1) * GAP) / IN_A_ROW;

/** What stands in one block, line by line. */
interface Block {
  readonly name: string;
  readonly lines: readonly string[];
  readonly activation?: string;
  readonly isTrained: boolean;
}

/** A block in its place: its upper left corner, in pixels. */
interface PlacedBlock extends Block {
  readonly x: number;
  readonly y: number;
}

/** A network of any size as SVG: a block for each layer with its shapes and parameter counts. */
export function drawBlocks(
  graph: Graph,
  parameters: Parameters | undefined,
  caption: Caption,
): string {
  const blocks = blocksOf(graph, parameters);
  const blockHeight = LINE * (3.2 + Math.max(...blocks.map(({ lines }) => lines.length)));
  const rowHeight = blockHeight + GAP;
  const placed = blocks.map((block, i): PlacedBlock => {
    const [row, column] = [Math.floor(i / IN_A_ROW), i % IN_A_ROW];
    return { ...block, x: MARGIN + column * (BLOCK_WIDTH + GAP), y: HEADER + row * rowHeight };
  });
  const height = HEADER + Math.ceil(blocks.length / IN_A_ROW) * rowHeight - GAP + FOOTER;
  const legend = "in brackets: shapes; filled: trained; below: the activation function";
  return toSvg(
    [
      canvas(height, [
        ...titleAndLegend(caption.title, legend, height),
        ...arrows(placed, blockHeight),
        ...blockMarks(placed, blockHeight),
      ]),
    ],
    caption,
  );
}

function blocksOf(graph: Graph, parameters: Parameters | undefined): Block[] {
  const input = {
    name: "input",
    lines: [`gives ${shapeLabel(graph.input.shape)}`],
    isTrained: false,
  };
  return [
    input,
    ...stagesOf(graph).map((stage): Block => {
      const trained = countOf(stage);
      const lines = [
        ...settingsOf(stage),
        ...stage.parameters.flatMap((parameter) => [
          formatParameter(parameter),
          ...(parameters ? [range(required(parameters.get(parameter.name), parameter.name))] : []),
        ]),
        ...(trained > 0 ? [count(trained, "parameter")] : []),
        `gives ${shapeLabel(stage.output)}`,
      ];
      const { activation } = stage;
      return {
        name: stage.node.op,
        lines,
        isTrained: trained > 0,
        ...(activation !== undefined && { activation }),
      };
    }),
  ];
}

function range({ data }: FloatTensor): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return `from ${formatWeight(low)} to ${formatWeight(high)}`;
}

function blockMarks(blocks: readonly PlacedBlock[], height: number): Plot.Markish[] {
  const box = (top: number, bottom: number, options: Plot.RectOptions): Plot.Markish =>
    Plot.rect(blocks, {
      x1: "x",
      x2: ({ x }: PlacedBlock) => x + BLOCK_WIDTH,
      y1: ({ y }: PlacedBlock) => y + top,
      y2: ({ y }: PlacedBlock) => y + bottom,
      ...options,
    });
  const middle = BLOCK_WIDTH / 2;
  return [
    box(0, height, {
      fill: ({ isTrained }: PlacedBlock) => (isTrained ? "#e3eefb" : colors.paper),
      stroke: colors.ink,
      rx: 8,
      title: ({ name, lines }: PlacedBlock) => [name, ...lines].join("\n"),
      ariaDescription: "layers",
    }),
    words(
      blocks.map(({ x, y, name }) => ({ x: x + middle, y: y + LINE, text: name })),
      { fontSize: 16, fontWeight: "bold" },
    ),
    words(
      blocks.flatMap(({ x, y, lines }) =>
        lines.map((text, i) => ({ x: x + middle, y: y + LINE * (2.1 + i), text })),
      ),
    ),
    words(
      blocks.flatMap(({ x, y, activation }) =>
        activation === undefined
          ? []
          : [{ x: x + middle, y: y + height - 0.7 * LINE, text: activation }],
      ),
      { fill: "#1d5fbf", fontWeight: "bold" },
    ),
  ];
}

/** From each block to the next; from the end of a row down and back to the start of the next. */
function arrows(blocks: readonly PlacedBlock[], height: number): Plot.Markish[] {
  const pairs = blocks.flatMap((from, i) => blocks.slice(i + 1, i + 2).map((to) => ({ from, to })));
  const within = pairs.filter(({ from, to }) => from.y === to.y);
  const turns = pairs.filter(({ from, to }) => from.y !== to.y);
  const stroke = { stroke: colors.ink, strokeWidth: 1.5 } as const;
  return [
    Plot.arrow(
      within.map(({ from, to }) => ({
        x1: from.x + BLOCK_WIDTH + 3,
        x2: to.x - 3,
        y: from.y + height / 2,
      })),
      { ...stroke, x1: "x1", x2: "x2", y1: "y", y2: "y", headLength: 8 },
    ),
    ...turns.flatMap(({ from, to }) => {
      const [right, left] = [from.x + BLOCK_WIDTH / 2, to.x + BLOCK_WIDTH / 2];
      const [bottom, between] = [from.y + height, to.y - GAP / 2];
      const path = [
        [right, bottom],
        [right, between],
        [left, between],
      ] as [number, number][];
      return [
        Plot.line(path, stroke),
        Plot.arrow([to], {
          ...stroke,
          x1: left,
          x2: left,
          y1: between,
          y2: to.y - 3,
          headLength: 8,
        }),
      ];
    }),
  ];
}
