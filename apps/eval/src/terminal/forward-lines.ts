import { operationOf, type ForwardStep, type Graph, type Node } from "@evalpool/models";
import { nameClasses } from "@evalpool/metrics";
import { argmax, format, type Tensor } from "@evalpool/tensor";

/**
 * What every node gives, as NumPy prints it, beside how it came about: `A1 = x·W1 + b1`. Values go by
 * the names that they were given, else as the textbook has them: A a weighted sum, Z what a function
 * makes of it, y the output; P what is pooled, H what else there is between. Where the network has
 * names of classes, the last line is the class that it reads.
 */
export function forwardLines(
  { input, nodes, output, classNames }: Graph,
  x: Tensor,
  steps: readonly ForwardStep[],
): string[] {
  const symbols = new Symbols(input.value, nodes);
  const lines: [string, Tensor][] = [[symbols.of(input.value), x]];
  const values = new Map([[input.value, x]]);
  for (const { node, output: value } of steps) {
    values.set(node.output, value);
    const taken = node.inputs.map((name) => symbols.of(name));
    const isFinal = node.output === output;
    const symbol = symbols.add(node, isFinal);
    const logits = values.get(node.inputs[0] ?? "");
    // What a class is chosen by, before it is made a probability.
    if (isFinal && node.op === "softmax" && logits) {
      lines.push([`${symbol} = identity(${taken[0]})`, logits]);
    }
    lines.push([`${symbol} = ${expression(node, taken)}`, value]);
  }
  const readAs = classNames && classOf(values.get(output), classNames);
  const texts = lines.map(([name, value]) => [name, format(value)] as const);
  const all = readAs === undefined ? texts : [...texts, ["read as", readAs] as const];
  const width = Math.max(...all.map(([name]) => name.length));
  return all.flatMap(([name, text]) =>
    text.split("\n").map((row, i) => `${(i === 0 ? name : "").padEnd(width)}  ${row}`),
  );
}

/** Undefined where none is, as of what is not a number. */
function classOf(output: Tensor | undefined, classNames: readonly string[]): string | undefined {
  if (output === undefined || output.data.length === 0) return undefined;
  if (output.data.some((value) => Number.isNaN(value))) return undefined;
  return nameClasses(output.data.length, classNames)[argmax(output)];
}

function expression(node: Node, taken: readonly string[]): string {
  const { op, parameters } = node;
  const { weight, bias } = parameters;
  const [first = ""] = taken;
  const plusBias = bias === undefined ? "" : ` + ${bias.name}`;
  switch (op) {
    case "scale":
      return `${first} / ${node.attributes.divisor}`;
    case "dense":
      return `${first}·${weight?.name}${plusBias}`;
    case "conv2d":
      return `conv2d(${first}, ${weight?.name})${plusBias}`;
    default: {
      const names = Object.values(parameters).map(({ name }) => name);
      return `${op}(${[...taken, ...names].join(", ")})`;
    }
  }
}

/** What values are called in one pass. */
class Symbols {
  readonly #symbols = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** Weighted sums so far. */
  #layers = 0;

  constructor(input: string, nodes: readonly Node[]) {
    this.#set(input, input);
    for (const { name, output } of nodes) if (!isCounted(name)) this.#set(output, name);
  }

  of(value: string): string {
    return this.#symbols.get(value) ?? value;
  }

  /** Names what a node gives, unless it has a name. */
  add({ op, output }: Node, isFinal: boolean): string {
    if (op === "dense" || op === "conv2d") this.#layers++;
    if (!this.#symbols.has(output)) this.#set(output, this.#symbolFor(op, isFinal));
    return this.of(output);
  }

  #symbolFor(op: Node["op"], isFinal: boolean): string {
    if (op === "dense" || op === "conv2d") return `A${this.#layers}`;
    if (operationOf(op).isActivation) return isFinal ? "y" : `Z${this.#layers}`;
    return `${op.endsWith("Pool2d") ? "P" : "H"}${this.#layers}`;
  }

  /** A second one is told from the first by a prime. */
  #set(value: string, symbol: string): void {
    let free = symbol;
    while (this.#taken.has(free)) free += "′";
    this.#taken.add(free);
    this.#symbols.set(value, free);
  }
}

/** Whether a node was not given a name, but its place. */
function isCounted(name: string): boolean {
  return /^layers\.\d+$/.test(name);
}
