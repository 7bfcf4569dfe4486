import type { Parameters } from "../model.js";
import type { ModelSpec } from "../spec.js";
import { mlp } from "./mlp.js";
import { sixLayer } from "./six-layer.js";
import { threeLayer } from "./three-layer.js";

/** A named network; small ones bring their weights. */
export interface ZooEntry {
  readonly spec: ModelSpec;
  readonly parameters?: Parameters;
}

/** The networks that are known by name. */
export const zoo: ReadonlyMap<string, ZooEntry> = new Map(
  [{ spec: mlp }, threeLayer, sixLayer].map((entry) => [entry.spec.id, entry]),
);
