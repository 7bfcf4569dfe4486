import { equationsOf, type Equation, type ForwardStep, type Graph } from "@evalpool/models";
import { nameClasses } from "@evalpool/metrics";
import { argmax, format, type Tensor } from "@evalpool/tensor";

/**
 * What every node gives, as NumPy prints it, beside how it came about: `A1 = x·W1 + b1`. Where the
 * network has names of classes, the last line is the class that it reads.
 */
export function forwardLines(graph: Graph, x: Tensor, steps: readonly ForwardStep[]): string[] {
  const rows = equationsOf(graph, x, steps).map((it) => [nameOf(it), format(it.value)] as const);
  const output = steps.find(({ node }) => node.output === graph.output)?.output;
  const readAs = graph.classNames && classOf(output, graph.classNames);
  const all = readAs === undefined ? rows : [...rows, ["read as", readAs] as const];
  const width = Math.max(...all.map(([name]) => name.length));
  return all.flatMap(([name, text]) =>
    text.split("\n").map((row, i) => `${(i === 0 ? name : "").padEnd(width)}  ${row}`),
  );
}

/** Values of a tensor that are shown of an image: those of a layer of classes are all. */
const MOST_SHOWN = 20;

/** The same of an image, whose values are many: of each its shape, and then its first and last. */
export function abridgedLines(graph: Graph, x: Tensor, steps: readonly ForwardStep[]): string[] {
  return equationsOf(graph, x, steps).flatMap((equation) => {
    const { value } = equation;
    const edgeItems = value.shape.length > 1 ? 1 : 3;
    const text = format(value, { threshold: MOST_SHOWN, edgeItems });
    return [titleOf(equation), ...text.split("\n").map((row) => `  ${row}`.trimEnd())];
  });
}

/** `A1 = x·W1 + b1, shape (50,)` */
export function titleOf(equation: Named & Pick<Equation, "value">): string {
  const { shape } = equation.value;
  const [length, ...more] = shape;
  return `${nameOf(equation)}, shape ${more.length === 0 ? `(${length},)` : `(${shape.join()})`}`;
}

interface Named extends Pick<Equation, "symbol"> {
  readonly expression?: string | undefined;
}

function nameOf({ symbol, expression }: Named): string {
  return expression === undefined ? symbol : `${symbol} = ${expression}`;
}

/** Undefined where none is, as of what is not a number. */
function classOf(output: Tensor | undefined, classNames: readonly string[]): string | undefined {
  if (output === undefined || output.data.length === 0) return undefined;
  if (output.data.some((value) => Number.isNaN(value))) return undefined;
  return nameClasses(output.data.length, classNames)[argmax(output)];
}
