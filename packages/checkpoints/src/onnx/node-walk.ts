import {
  CheckpointError,
  didYouMean,
  ShapeError,
  shorten,
  UnsupportedError,
} from "@evalpool/errors";
import { ON_ONNXRUNTIME } from "./on-onnxruntime.js";
import { AttributeReader } from "./attributes.js";
import type { Constant } from "./constant.js";
import type { OnnxModel, OnnxNode } from "./decode-model.js";
import type { GraphBuilder } from "./graph-builder.js";
import { NodeLowering } from "./node-lowering.js";
import { operations } from "./operations.js";
import { Malformed, NotCovered, NotLifted } from "./signals.js";
import { nameOf, toldNode } from "./told-node.js";
import type { Flow, Value } from "./values.js";

/** What is told of a node: attributes and shapes may be lists of any length. */
const brief = (reason: string): string => shorten(reason, 500);

/** The nodes of a model in turn, and what their values became. */
export class NodeWalk {
  /** Lines of what is not covered. */
  readonly #lacks: string[] = [];
  readonly #taken: ReadonlySet<string>;

  /**
   * @param nodes those that are needed, in their order
   * @param values what is known by name: the input, and constants that are given
   */
  constructor(
    private readonly model: OnnxModel,
    private readonly nodes: readonly OnnxNode[],
    private readonly values: Map<string, Value>,
    private readonly builder: GraphBuilder,
  ) {
    const outputs = model.outputs.map(({ name }) => name);
    this.#taken = new Set([...nodes.flatMap((node) => node.inputs), ...outputs]);
  }

  /**
   * Lowers all of them.
   *
   * @throws {NotLifted} when one does something to the batch, or does not fit a single example
   * @throws {CheckpointError | UnsupportedError}
   */
  lower(): void {
    const { file, initializers } = this.model;
    for (const node of this.nodes) {
      const made = this.#lowerTold(node);
      for (const [i, name] of node.outputs.entries()) {
        if (name === "") continue;
        if (this.values.has(name) || initializers.has(name)) {
          const reason = `makes ${shorten(name)}, which is there already`;
          throw new CheckpointError(file, `${toldNode(node)}: ${reason}`);
        }
        // Of further outputs nobody takes any, or the operation would have refused.
        this.values.set(name, made[i] ?? { kind: "unknown" });
      }
    }
    if (this.#lacks.length > 0) throw new UnsupportedError(file, this.#lacks, ON_ONNXRUNTIME);
  }

  /** What a node makes, from the first on. Tells errors of where they were met. */
  #lowerTold(node: OnnxNode): readonly Value[] {
    try {
      return this.#lowerNode(node);
    } catch (error) {
      const at = toldNode(node);
      // As a whole there is no batch: what is said of one is of no use.
      const isLost = error instanceof NotLifted && this.builder.batch === 0;
      if (error instanceof NotCovered || isLost) {
        const opset = `, opset ${this.model.opset}`;
        const { message } = error;
        this.#lacks.push(message === "" ? at + opset : `${at}: ${brief(message)}`);
        return [];
      }
      if (!(error instanceof Malformed) && !(error instanceof ShapeError)) throw error;
      const reason = `${at}: ${brief(error.message)}`;
      const told = new CheckpointError(this.model.file, reason, { cause: error });
      // What does not fit as one example may do so as a whole.
      throw this.builder.batch === 1 ? new NotLifted(error.message, { cause: told }) : told;
    }
  }

  #lowerNode(node: OnnxNode): readonly Value[] {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : this.#valueOf(node, name)));
    const { opset } = this.model;
    const operation = node.domain === "" ? operations.get(node.op) : undefined;
    if (operation === undefined || (operation.since > opset && !node.isMade)) {
      throw new NotCovered(node.domain === "" ? "" : `of ${shorten(node.domain)}`);
    }
    if (inputs.some((input) => input?.kind === "unknown")) return [];
    const lowering = new NodeLowering({
      op: node.op,
      opset,
      name: nameOf(node),
      value: node.outputs[0] ?? "",
      inputs: inputs as (Constant | Flow | undefined)[],
      attributes: new AttributeReader(node.attributes),
      outputs: node.outputs.length,
      usedOutputs: node.outputs.findLastIndex((name) => this.#taken.has(name)) + 1,
      builder: this.builder,
    });
    const isKnown = lowering.inputs.every((input) => input?.kind !== "flow");
    const folds = operation.isOfShapes ?? isKnown;
    const make = folds ? operation.fold : operation.lower;
    if (make === undefined) {
      throw new NotCovered(folds ? "of constants alone" : "of what is worked out of the input");
    }
    const made = [make(lowering)].flat();
    lowering.requireOutputs(made.length);
    lowering.attributes.requireAllAsked();
    return made;
  }

  #valueOf(node: OnnxNode, name: string): Value {
    const { file, initializers, inputs, nodes } = this.model;
    const value = this.values.get(name) ?? initializers.get(name)?.();
    if (value !== undefined) return value;
    // Of a name with a mistake in it, what makes the right one may be taken by nobody.
    const made = nodes.flatMap(({ outputs }) => outputs);
    const given = inputs.map((input) => input.name);
    const hint = didYouMean(name, [...given, ...initializers.keys(), ...made]);
    const why = made.includes(name)
      ? "which is made only after it, or of it"
      : `which nothing makes${hint && `.${hint}`}`;
    throw new CheckpointError(file, `${toldNode(node)}: takes ${shorten(name)}, ${why}`);
  }
}
