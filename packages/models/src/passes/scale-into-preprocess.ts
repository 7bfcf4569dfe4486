import type { Graph } from "../graph.js";
import { bypass } from "./bypass.js";

/**
 * Takes the scales that a network begins with into its preprocessing, where the first layer's
 * weights, or a table of all pixels, can take them in. A flatten between them is stepped over.
 */
export function scaleIntoPreprocess(graph: Graph): Graph {
  let result = graph;
  let value = graph.input.value;
  for (;;) {
    const readers = result.nodes.filter(({ inputs }) => inputs.includes(value));
    const [first] = readers;
    if (first === undefined || readers.length > 1 || value === result.output) return result;
    if (first.op === "scale") {
      const { preprocess } = result;
      const divisor = preprocess.divisor * first.attributes.divisor;
      result = { ...bypass(result, first), preprocess: { ...preprocess, divisor } };
    } else if (first.op === "flatten") {
      value = first.output;
    } else {
      return result;
    }
  }
}
