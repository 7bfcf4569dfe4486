import type { Fate } from "../compile/program.js";
import type { Model } from "../model.js";

/**
 * Makes a model of the same logits.
 *
 * @param tell is told of each node that it takes out
 */
export type Pass = (model: Model, tell?: Tell) => Model;

export type Tell = (fate: Fate) => void;
