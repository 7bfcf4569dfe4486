import { check, shorten, SpecError } from "@evalpool/errors";
import { budget, requireAtMost } from "./budget.js";
import type { Graph } from "./graph.js";
import { imageShape } from "./image-shape.js";
import { inferShapes } from "./infer-shapes.js";
import { lowerSpec } from "./lower-spec.js";
import { specWords } from "./spec-words.js";
import { modelSpecSchema, type ModelSpec } from "./spec.js";

/**
 * The network of a spec that comes from outside, as from a JSON file, once it is checked, the fit
 * of its layers included.
 *
 * @param source file or other name for error messages
 * @throws {SpecError} with the problems found
 */
export function parseSpec(value: unknown, source: string): Graph {
  // Before each is looked at: there may be millions.
  requireAtMost(source, "layers", lengthOf(value, "layers"), budget.nodes);
  requireAtMost(source, "axes of the input", lengthOf(value, "input"), budget.axes);
  requireShortLists(source, value);
  const checked = check(modelSpecSchema(), value, specWords);
  if ("problems" in checked) throw new SpecError(source, checked.problems);
  const graph = lowerSpec(checked.value as unknown as ModelSpec);
  inferShapes(graph);
  imageShape(graph);
  return graph;
}

/** Of what the layers hold: those of inputs by all together, others one by one. */
function requireShortLists(source: string, value: unknown): void {
  const layers = value instanceof Object && "layers" in value ? value.layers : [];
  let inputs = 0;
  for (const [i, layer] of (Array.isArray(layers) ? layers : []).entries()) {
    for (const [key, list] of Object.entries((layer ?? {}) as object)) {
      if (!Array.isArray(list)) continue;
      if (key === "inputs") inputs += list.length;
      else
        requireAtMost(
          source,
          `numbers in layers.${i}.${shorten(key, 40)}`,
          list.length,
          budget.axes,
        );
    }
  }
  requireAtMost(source, "inputs of all layers", inputs, budget.inputs);
}

function lengthOf(value: unknown, key: string): number {
  const list: unknown = value instanceof Object ? (value as Record<string, unknown>)[key] : [];
  return Array.isArray(list) ? list.length : 0;
}
