import type { Model } from "../model.js";
import { bypass } from "./bypass.js";
import type { Tell } from "./pass.js";

/**
 * Takes the scales that a network begins with into its preprocessing, where the first layer's
 * weights, or a table of all pixels, can take them in. A change of shape between them is stepped
 * over.
 */
export function scaleIntoPreprocess(model: Model, tell?: Tell): Model {
  let result = model.graph;
  let value = result.input.value;
  for (;;) {
    const readers = result.nodes.filter(({ inputs }) => inputs.includes(value));
    const [first] = readers;
    if (first === undefined || readers.length > 1 || value === result.output) break;
    if (first.op === "scale") {
      const { preprocess, input } = result;
      const divisor = preprocess.divisor * first.attributes.divisor;
      // Others are left where they are, for a product may be 0 or infinite.
      if (!(divisor > 1e-30 && divisor < 1e30)) break;
      result = { ...bypass(result, first), preprocess: { ...preprocess, divisor } };
      tell?.({ node: first.output, became: "folded", into: input.value });
    } else if (first.op === "flatten" || first.op === "reshape") {
      value = first.output;
    } else {
      break;
    }
  }
  return { ...model, graph: result };
}
