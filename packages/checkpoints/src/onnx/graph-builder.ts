import {
  operationOf,
  type AttributesOf,
  type FloatTensor,
  type Node,
  type OpName,
  type ParameterReference,
  type Shape,
  type Stored,
} from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { MOST_VALUES, type Constant } from "./constant.js";
import { Names } from "./names.js";
import { Malformed, NotCovered } from "./signals.js";
import type { Flow } from "./values.js";

/** What of a node its operation says by itself. */
interface Emitted<O extends OpName> {
  readonly inputs: readonly Flow[];
  readonly attributes: AttributesOf<O>;
  readonly parameters?: Readonly<Record<string, ParameterReference>>;
}

/** Nodes and parameters of a graph, as they are made. */
export class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly parameters = new Map<string, FloatTensor>();
  readonly #makers = new Map<string, Node>();
  readonly #values = new Names();
  readonly #names = new Names();
  readonly #parameters = new Names();
  #left = MOST_VALUES;

  /**
   * @param batch how many axes in front are the batch's: 1 where the graph is lifted
   * @param examples how many the file has, where it has a number of them
   */
  constructor(
    readonly batch: 0 | 1,
    readonly examples: number | undefined,
  ) {}

  /** A value that is given. */
  input(name: string, shape: Shape): Flow {
    return { kind: "flow", value: this.#values.take(name), shape };
  }

  /**
   * Adds a node.
   *
   * @param name of the node, for people
   * @param value what it makes, if that name is still to be had
   * @throws {ShapeError} when its inputs do not fit
   */
  emit<O extends OpName>(
    op: O,
    { inputs, attributes, parameters = {} }: Emitted<O>,
    { name, value }: { readonly name: string; readonly value: string },
  ): Flow {
    const shapes = inputs.map(({ shape }) => shape);
    const { output: shape } = operationOf(op).infer(shapes, attributes);
    const output = this.#values.take(value);
    const node = {
      op,
      name: this.#names.take(name),
      inputs: inputs.map((input) => input.value),
      output,
      attributes,
      parameters,
    };
    this.nodes.push(node as unknown as Node);
    this.#makers.set(output, node as unknown as Node);
    return { kind: "flow", value: output, shape };
  }

  /** The node that makes a value; undefined for the input. */
  maker({ value }: Pick<Flow, "value">): Node | undefined {
    return this.#makers.get(value);
  }

  /**
   * A constant as a node's parameter.
   *
   * @param shape of the parameter, with as many values
   */
  parameter(
    { name, type, data }: Constant,
    shape: Shape,
    stored: Stored = "canonical",
  ): ParameterReference {
    if (type !== "float") throw new NotCovered(`weights of ${type} values`);
    if (data.length !== size(shape)) {
      throw new Malformed(`expected (${shape.join(",")}) values of ${name}, got ${data.length}`);
    }
    const own = this.#parameters.take(name);
    this.parameters.set(own, { data, shape });
    return { name: own, stored };
  }

  /** Takes from what may be made of constants. @throws {NotCovered} when that is used up */
  spend(values: number): void {
    this.#left -= values;
    if (this.#left >= 0) return;
    const most = MOST_VALUES.toLocaleString("en-US");
    throw new NotCovered(`more than ${most} values made of constants`);
  }
}
