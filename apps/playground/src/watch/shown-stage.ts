import type { Node } from "@evalpool/models";
import type { Stage } from "@evalpool/pictures/structure";

/** A stage of a network, or its input, with all that is told of it whatever the picture. */
export interface ShownStage {
  /** Name of the value that it gives in the end, by which the URL knows it. */
  readonly key: string;
  /** `dense 784 → 50, sigmoid` */
  readonly title: string;
  /** What it does, in a sentence. */
  readonly sentence: string;
  /** Of the value that it gives, for one example. */
  readonly shape: readonly number[];
  /** Number of trained values. */
  readonly parameters: number;
  /** Absent for the input. */
  readonly stage?: Stage;
  /** Of a dense stage: the shape under which the values that it sums over are pictured. */
  readonly reads?: readonly number[];
  /** Whether each of its values is of a class. */
  readonly isOfClasses: boolean;
}

/** The nodes of a stage in turn: its own, which gives A, to the last, which gives Z. */
export function nodesOf({ node, followers }: Stage): readonly Node[] {
  return [node, ...followers];
}
