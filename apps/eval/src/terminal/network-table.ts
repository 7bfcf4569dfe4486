import { printable } from "@evalpool/errors";
import { preprocessText } from "@evalpool/evaluate";
import {
  costOf,
  dividedBy,
  imageShape,
  settingsOf,
  type Cost,
  type Execution,
  type Explanation,
  type Graph,
  type Node,
  type NodeCost,
  type Preprocess,
  type PreprocessSource,
} from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { ASSUMED } from "./assumed.js";
import { entry, wrap } from "./entry.js";
import { legendLines, ofNetwork } from "./legend.js";
import { formatBytes, formatCount, formatInteger } from "./numbers.js";
import type { Paint } from "./paint.js";
import { layOutTable, NO_BREAK, type Column } from "./table.js";

/** What a network is run on, and how. */
export interface Run extends Explanation {
  readonly backend: string;
  /** Who says what becomes of pixels. */
  readonly preprocessSource?: PreprocessSource | undefined;
}

/** A network for people: a row for each operation, then what it takes and costs in all. */
export function describeNetwork(graph: Graph, run: Run, columns: number, paint: Paint): string[] {
  const cost = costOf(graph);
  const rows = rowsOf(graph, cost, run, Math.max(12, Math.floor(columns / 4)));
  const all = columnsOf(rows);
  const { lines, leftOut } = layOutTable(all, columns, (line, row) =>
    row === -1 ? paint("main", line) : rows[row]?.isRun ? line : paint("minor", line),
  );
  const titles = all.map(({ title }) => title).filter((title) => !leftOut.includes(title));
  const lack = `wider than this terminal: ${leftOut.join(", ")} left out`;
  return [
    ...lines,
    ...(leftOut.length > 0 ? wrap(lack, columns) : []),
    "",
    ...totals(graph, cost, run).flatMap(([key, text]) => entry(key, [printable(text)], columns)),
    "",
    ...legendLines(ofNetwork, titles, columns),
  ];
}

/** What stands in the table of one value. */
interface Row {
  readonly name: string;
  readonly operation: string;
  readonly inputs: string;
  readonly gives: string;
  readonly weights: number;
  readonly multiplications: number;
  readonly kernel: string;
  readonly bytes: number;
  /** Whether a kernel of its own runs it. */
  readonly isRun: boolean;
}

function rowsOf({ input }: Graph, { nodes }: Cost, run: Run, longest: number): Row[] {
  const { executions } = run;
  const name = (value: string): string => shortened(printable(value), longest);
  let before = input.value;
  // What has no kernel is mostly part of the nearest above that has one.
  let nearest = input.value;
  const first = executions.get(input.value);
  return [
    {
      name: name(input.value),
      operation: "input",
      inputs: "",
      gives: times(input.shape),
      weights: 0,
      multiplications: 0,
      kernel: first?.kernels.join(" + ") ?? "",
      bytes: first?.bytes ?? 0,
      isRun: true,
    },
    ...nodes.map(({ node, output, weights, multiplications }: NodeCost): Row => {
      const execution = executions.get(node.output);
      const isRun = (execution?.kernels.length ?? 0) > 0;
      const isChain = node.inputs.join("\0") === before;
      const row = {
        name: name(node.output),
        operation: operationText(node),
        inputs: isChain ? "" : node.inputs.map(name).join(", "),
        gives: times(output),
        weights,
        multiplications,
        kernel: execution ? kernelText(execution, nearest, name) : "",
        bytes: execution?.bytes ?? 0,
        isRun,
      };
      before = node.output;
      if (isRun) nearest = node.output;
      return row;
    }),
  ];
}

/** In the short words of tables. */
const words: Readonly<Record<string, string>> = {
  strides: "stride",
  padding: "pad",
  dilations: "dilation",
};

/** `conv2d 3×3, 16, stride 2, pad 1` */
function operationText(node: Node): string {
  const settings = settingsOf(node).map(({ name, value, isNeeded }) =>
    isNeeded ? value : `${words[name] ?? name}${NO_BREAK}${value}`,
  );
  return [node.op, settings.join(", ")].join(" ").trimEnd();
}

function kernelText(
  { as, into, kernels }: Execution,
  nearest: string,
  name: (value: string) => string,
): string {
  const told = as === "in place" ? "in place of" : `${as} into`;
  const part = into === undefined || into === nearest ? as : `${told} ${name(into)}`;
  return [...(part === undefined ? [] : [part]), ...kernels].join(" + ");
}

function columnsOf(rows: readonly Row[]): Column[] {
  const numbers = (title: string, rank: number, cell: (row: Row) => string): Column => {
    return { title, cells: rows.map(cell), align: "right", rank };
  };
  const inputs: Column = { title: "inputs", cells: rows.map((row) => row.inputs), wraps: true, rank: 1 }; // prettier-ignore
  return [
    { title: "name", cells: rows.map((row) => row.name), rank: 0 },
    { title: "operation", cells: rows.map((row) => row.operation), wraps: true, rank: 0 },
    ...(rows.some((row) => row.inputs !== "") ? [inputs] : []),
    { title: "gives", cells: rows.map((row) => row.gives), rank: 2 },
    numbers("params", 5, ({ weights }) => positive(weights, formatInteger)),
    numbers("mults", 4, ({ multiplications }) => positive(multiplications, formatInteger)),
    { title: "kernel", cells: rows.map((row) => row.kernel), wraps: true, rank: 3 },
    numbers("memory", 6, ({ bytes }) => positive(bytes, formatBytes)),
  ];
}

function totals(graph: Graph, cost: Cost, run: Run): [key: string, text: string][] {
  const pixels = preprocessText(preprocessOf(graph, run));
  const isAssumed = run.preprocessSource === "assumed";
  const image = imageShape(graph);
  const values = size(graph.input.shape);
  const flat = graph.input.shape.length === 1 ? `, as ${formatCount(values, "value")}` : "";
  const takes = image ? `images of ${times(image)}${flat}` : formatCount(values, "value");
  const last = cost.nodes.find(({ node }) => node.output === graph.output);
  const classes = size(last?.output ?? graph.input.shape);
  return [
    ["model", `${graph.id}, ${formatCount(cost.weights, "parameter")}`],
    ["work", `${formatCount(cost.multiplications, "multiplication")} an image`],
    ["memory", `${formatBytes(run.bytes)} an image, for what is computed of it`],
    ["input", takes],
    ["pixels", `${pixels === "" ? "as they are stored" : pixels}${isAssumed ? ASSUMED : ""}`],
    ["output", formatCount(classes, "class").replace("classs", "classes")],
    ["backend", run.backend],
  ];
}

/** What becomes of stored pixels, the scales included that are folded into that. */
function preprocessOf({ preprocess, nodes, input }: Graph, { executions }: Run): Preprocess {
  return nodes.reduce((before, node) => {
    const { as, into } = executions.get(node.output) ?? {};
    const isFolded = as === "folded" && into === input.value && node.op === "scale";
    return isFolded ? dividedBy(before, node.attributes.divisor) : before;
  }, preprocess);
}

function positive(n: number, format: (n: number) => string): string {
  return n > 0 ? format(n) : "";
}

function times(shape: readonly number[]): string {
  return shape.join("×");
}

/** Of a longer name its beginning and its end. */
function shortened(name: string, most: number): string {
  const edge = Math.floor((most - 1) / 2);
  return name.length > most ? `${name.slice(0, edge)}…${name.slice(-edge)}` : name;
}
