import type { Shape } from "@evalpool/models";
import type { Constant } from "./constant.js";

/** A value of the graph that is made of the input. */
export interface Flow {
  readonly kind: "flow";
  /** Its name in the graph. */
  readonly value: string;
  /** Of one example: without the batch where the graph is lifted. */
  readonly shape: Shape;
}

/** What a name of the file stands for; `unknown` behind nodes that are not covered. */
export type Value = Constant | Flow | { readonly kind: "unknown" };
