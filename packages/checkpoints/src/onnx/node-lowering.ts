import { shorten } from "@evalpool/errors";
import type {
  AttributesOf,
  FloatTensor,
  OpName,
  ParameterReference,
  Shape,
  Stored,
} from "@evalpool/models";
import type { AttributeReader } from "./attributes.js";
import type { Constant, ElementKind } from "./constant.js";
import type { GraphBuilder } from "./graph-builder.js";
import { Malformed, NotCovered, NotLifted } from "./signals.js";
import type { Flow } from "./values.js";

/** What there is to a node of the file. */
interface NodeFacts {
  readonly op: string;
  readonly opset: number;
  /** For people. */
  readonly name: string;
  /** Name of its first output. */
  readonly value: string;
  /** Undefined where one is left out. */
  readonly inputs: readonly (Constant | Flow | undefined)[];
  readonly attributes: AttributeReader;
  /** How many outputs it has. */
  readonly outputs: number;
  /** How many of its outputs, from the first on, somebody takes. */
  readonly usedOutputs: number;
  readonly builder: GraphBuilder;
}

/** A node of the file with what it takes, for its operation to make something of it. */
export class NodeLowering {
  readonly op: string;
  readonly opset: number;
  readonly inputs: NodeFacts["inputs"];
  readonly attributes: AttributeReader;
  /** How many it has. */
  readonly outputs: number;
  readonly builder: GraphBuilder;

  constructor(private readonly facts: NodeFacts) {
    ({
      op: this.op,
      opset: this.opset,
      inputs: this.inputs,
      attributes: this.attributes,
      outputs: this.outputs,
      builder: this.builder,
    } = facts);
  }

  /** How many axes in front are the batch's. */
  get batch(): 0 | 1 {
    return this.builder.batch;
  }

  /** An input that is made of the graph's. */
  flow(index: number): Flow {
    const input = this.#input(index);
    if (input.kind === "flow") return input;
    throw new NotCovered(`its input ${index} is a constant`);
  }

  /** An input that is known. */
  constant(index: number): Constant {
    const input = this.#input(index);
    if (input.kind === "constant") return input;
    throw new NotCovered(`its input ${index} is worked out of the graph's input`);
  }

  optionalConstant(index: number): Constant | undefined {
    return this.inputs[index] === undefined ? undefined : this.constant(index);
  }

  #input(index: number): Constant | Flow {
    const input = this.inputs[index];
    if (input === undefined) throw new Malformed(`expected an input ${index}, got none`);
    return input;
  }

  /** Number of axes that a value has in the file. */
  rank({ shape }: Flow): number {
    return shape.length + this.batch;
  }

  /**
   * An axis of one example.
   *
   * @param axis as the file has it, from the last back where it is below 0
   * @param rank of the value, with the batch
   * @throws {NotLifted} when it is that of the batch
   */
  axis(axis: number, rank: number): number {
    const whole = resolveAxis(axis, rank);
    if (whole < this.batch) throw new NotLifted("works along the batch");
    return whole - this.batch;
  }

  emit<O extends OpName>(
    op: O,
    inputs: readonly Flow[],
    attributes: AttributesOf<O>,
    parameters?: Readonly<Record<string, ParameterReference>>,
  ): Flow {
    const emitted = { inputs, attributes, ...(parameters && { parameters }) };
    return this.builder.emit(op, emitted, this.facts);
  }

  parameter(constant: Constant, shape: Shape, stored?: Stored): ParameterReference {
    return this.builder.parameter(constant, shape, stored);
  }

  /** The same values under another shape, where it is another. */
  reshape(flow: Flow, shape: Shape): Flow {
    if (flow.shape.join() === shape.join()) return flow;
    if (shape.length === 1) return this.emit("flatten", [flow], {});
    return this.emit("reshape", [flow], { shape });
  }

  /** The axes in another order, where that is another. */
  transpose(flow: Flow, permutation: readonly number[]): Flow {
    if (permutation.every((axis, i) => axis === i)) return flow;
    return this.emit("transpose", [flow], { permutation });
  }

  /** What lies between two places along an axis of one example, where that is not all. */
  slice(flow: Flow, axis: number, start: number, end: number): Flow {
    if (start === 0 && end === flow.shape[axis]) return flow;
    return this.emit("slice", [flow], { axis, start, end });
  }

  /** A constant that takes memory of its own. */
  made({ data, shape }: FloatTensor, type: ElementKind = "float"): Constant {
    return { kind: "constant", name: this.facts.value, type, shape, data };
  }

  /** Memory for a constant. @throws {NotCovered} when there is no more of it */
  allocate(length: number): Float64Array {
    this.builder.spend(length);
    return new Float64Array(length);
  }

  /** @throws {NotCovered} when somebody takes more than the first outputs */
  requireOutputs(most: number): void {
    const { usedOutputs } = this.facts;
    if (usedOutputs > most) throw new NotCovered(`its output ${usedOutputs - 1}`);
  }
}

/** @throws {Malformed} when there is no such axis */
export function resolveAxis(axis: number, rank: number): number {
  const whole = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(whole) || whole < 0 || whole >= rank) {
    throw new Malformed(`there is no axis ${shorten(String(axis))} in ${rank}`);
  }
  return whole;
}
