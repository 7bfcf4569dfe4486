import type { Constant } from "./constant.js";
import type { OnnxModel, OnnxNode } from "./decode-model.js";
import { NotCovered } from "./signals.js";

/*
 * Before opset 20, which has `Gelu`, exporters write x · (1 + erf(x / √2)) / 2 of five nodes.
 */

/** Relative, of √2 as float32 or float16 have it. */
const TOLERANCE = 2e-4;

/** A model with one `Gelu` for the nodes that make it; they stay for whoever else takes of them. */
export function fuseGelu(model: OnnxModel): OnnxModel {
  const own = model.nodes.filter(({ domain }) => domain === "");
  const finder = new Finder(own, model.initializers);
  const made = new Map(
    own
      .filter(({ op }) => op === "Erf")
      .flatMap((erf): [OnnxNode, OnnxNode][] => {
        const found = finder.geluOf(erf);
        if (found === undefined) return [];
        const [last, x] = found;
        return [[last, { ...last, op: "Gelu", inputs: [x], attributes: new Map(), isMade: true }]];
      }),
  );
  return { ...model, nodes: model.nodes.map((node) => made.get(node) ?? node) };
}

/** Looks for nodes of the standard's own by what they take and make. */
class Finder {
  readonly #makers = new Map<string, OnnxNode>();
  readonly #takers = new Map<string, OnnxNode>();

  constructor(
    nodes: readonly OnnxNode[],
    private readonly initializers: OnnxModel["initializers"],
  ) {
    for (const node of nodes) {
      for (const output of node.outputs) this.#makers.set(output, node);
      for (const input of node.inputs) this.#takers.set(input, node);
    }
  }

  /** The last node of the pattern around an `Erf`, and the value that it is of. */
  geluOf(erf: OnnxNode): [last: OnnxNode, x: string] | undefined {
    const x = this.#scaledOf(erf.inputs[0], Math.SQRT1_2);
    const sum = this.#taker(erf);
    if (x === undefined || sum?.op !== "Add" || !this.#hasOne(sum)) return undefined;
    const next = this.#taker(sum);
    if (next === undefined) return undefined;
    // (1 + erf) / 2, times x.
    if (this.#isHalf(next, sum)) {
      const last = this.#taker(next);
      return last && isProduct(last, next.outputs[0], x) ? [last, x] : undefined;
    }
    const [a, b] = next.inputs;
    const other = a === sum.outputs[0] ? b : a;
    if (!isProduct(next, sum.outputs[0], other)) return undefined;
    // x / 2, times (1 + erf).
    if (this.#scaledOf(other, 0.5) === x) return [next, x];
    const last = this.#taker(next);
    return other === x && last && this.#isHalf(last, next) ? [last, x] : undefined;
  }

  /** What takes what a node makes: for a second taker the `Erf` would stay, which is not covered. */
  #taker({ outputs }: OnnxNode): OnnxNode | undefined {
    return this.#takers.get(outputs[0] ?? "");
  }

  /** What a value is a multiple of, by a factor. */
  #scaledOf(value: string | undefined, factor: number): string | undefined {
    const node = this.#makers.get(value ?? "");
    if (node === undefined) return undefined;
    const [a = "", b = ""] = node.inputs;
    if (node.op === "Div") return this.#isNumber(b, 1 / factor) ? a : undefined;
    if (node.op !== "Mul") return undefined;
    if (this.#isNumber(b, factor)) return a;
    return this.#isNumber(a, factor) ? b : undefined;
  }

  #isHalf(node: OnnxNode, of: OnnxNode): boolean {
    return this.#scaledOf(node.outputs[0], 0.5) === of.outputs[0];
  }

  #hasOne({ inputs }: OnnxNode): boolean {
    return inputs.some((input) => this.#isNumber(input, 1));
  }

  #isNumber(name: string, expected: number): boolean {
    const constant = this.#constant(name);
    if (constant?.data.length !== 1 || constant.shape.length > 1) return false;
    return Math.abs((constant.data[0] ?? NaN) - expected) <= TOLERANCE * expected;
  }

  /** An initializer, or what a `Constant` holds. */
  #constant(name: string): Constant | undefined {
    const initializer = this.initializers.get(name);
    const node = this.#makers.get(name);
    const value = node?.op === "Constant" ? node.attributes.get("value") : undefined;
    const read = initializer ?? (value?.kind === "tensor" ? value.value : undefined);
    try {
      return read?.();
    } catch (error) {
      // Whoever takes it tells of it.
      if (error instanceof NotCovered) return undefined;
      throw error;
    }
  }
}

function isProduct({ op, inputs }: OnnxNode, a: string | undefined, b: string | undefined) {
  return op === "Mul" && (inputs.join() === `${a},${b}` || inputs.join() === `${b},${a}`);
}
