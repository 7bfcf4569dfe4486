import type { FloatTensor, Graph, Node, Parameters, Shape } from "@evalpool/models";

/** A graph and its parameters, as its nodes name them and as they are stored. */
export interface Network {
  readonly graph: Graph;
  readonly parameters: Parameters;
}

/** What a rule may ask while nodes are placed one after the other. */
export interface Placed {
  /** The node that makes a value; undefined for the input. */
  readonly maker: (value: string) => Node | undefined;
  /** Of one example. */
  readonly shape: (value: string) => Shape;
  /** A name that no value has yet. */
  readonly fresh: (name: string) => string;
  readonly parameters: Map<string, FloatTensor>;
}

/**
 * What stands for a node: others, of which the last makes its output; the name of a value that is
 * there already; undefined where the rule has nothing to say.
 */
export type Rule = (node: Node, placed: Placed) => readonly Node[] | string | undefined;
