import type { Tensor } from "@evalpool/tensor";
import type { ForwardStep } from "./forward.js";
import type { Graph, Node } from "./graph.js";
import { operationOf } from "./ops/ops.js";

/** A value of a forward pass, and how it came about: `A1 = x·W1 + b1`. */
export interface Equation {
  /** What the value is called. */
  readonly symbol: string;
  /** What it was made of; the input is given. */
  readonly expression?: string;
  readonly value: Tensor;
}

/**
 * What every node gives, in turn, beginning with the input. Values go by the names that they were
 * given, else as the textbook has them: A a weighted sum, Z what a function makes of it, y the output;
 * P what is pooled, H what else there is between. Before a final softmax stands what a class is chosen
 * by, as the output too.
 */
export function equationsOf(
  { input, nodes, output }: Graph,
  x: Tensor,
  steps: readonly ForwardStep[],
): Equation[] {
  const symbols = new Symbols(input.value, nodes);
  const equations: Equation[] = [{ symbol: symbols.of(input.value), value: x }];
  const values = new Map([[input.value, x]]);
  for (const { node, output: value } of steps) {
    values.set(node.output, value);
    const taken = node.inputs.map((name) => symbols.of(name));
    const isFinal = node.output === output;
    const symbol = symbols.add(node, isFinal);
    const logits = values.get(node.inputs[0] ?? "");
    if (isFinal && node.op === "softmax" && logits) {
      equations.push({ symbol, expression: `identity(${taken[0]})`, value: logits });
    }
    equations.push({ symbol, expression: expressionOf(node, taken), value });
  }
  return equations;
}

function expressionOf(node: Node, taken: readonly string[]): string {
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
