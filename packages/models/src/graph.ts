import type { AttributesOf, OpName } from "./ops/ops.js";
import type { Preprocess } from "./preprocess.js";
import type { Shape } from "./shape.js";
import type { Stored } from "./stored.js";

/**
 * A network as data, fit for JSON and for another thread: named values, each made once, by a node
 * that stands behind those that make its inputs.
 */
export interface Graph {
  readonly id: string;
  /** From stored pixels to the input. */
  readonly preprocess: Preprocess;
  /** The value that is given, and its shape. */
  readonly input: { readonly value: string; readonly shape: Shape };
  readonly nodes: readonly Node[];
  /** The value that the network is asked for. */
  readonly output: string;
  readonly classNames?: readonly string[];
}

/** One operation of a graph: of any kind, or of the kind that is named. */
export type Node<O extends OpName = OpName> = { [K in O]: NodeOf<K> }[O];

interface NodeOf<O extends OpName> {
  readonly op: O;
  /** For messages and pictures, as `layers.1`. */
  readonly name: string;
  /** Names of the values that it takes. */
  readonly inputs: readonly string[];
  /** Name of the value that it makes. */
  readonly output: string;
  readonly attributes: AttributesOf<O>;
  /** By role, as `weight`. */
  readonly parameters: Readonly<Record<string, ParameterReference>>;
}

/** A parameter by its name in the checkpoint. */
export interface ParameterReference {
  readonly name: string;
  readonly stored: Stored;
}
