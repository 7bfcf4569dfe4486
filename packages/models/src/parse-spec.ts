import { check, SpecError } from "@evalpool/errors";
import { budget, requireAtMost } from "./budget.js";
import type { Graph } from "./graph.js";
import { imageShape } from "./image-shape.js";
import { inferShapes } from "./infer-shapes.js";
import { lowerSpec } from "./lower-spec.js";
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
  const checked = check(modelSpecSchema(), value);
  if ("problems" in checked) throw new SpecError(source, checked.problems);
  const graph = lowerSpec(checked.value as unknown as ModelSpec);
  inferShapes(graph);
  imageShape(graph);
  return graph;
}

function lengthOf(value: unknown, key: string): number {
  const list: unknown = value instanceof Object ? (value as Record<string, unknown>)[key] : [];
  return Array.isArray(list) ? list.length : 0;
}
