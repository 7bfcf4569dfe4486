import type { Graph } from "@evalpool/models";
import { layerValues } from "./layer-values.js";
import type { Reading } from "./reading.js";
import { jsonLine } from "../terminal/json-line.js";

/** An image as a line of JSON, as those of `--samples`, with what it passes through if that is wanted. */
export function readingJson(reading: Reading, graph: Graph, hasLayers: boolean): string {
  const { index, label, prediction, probabilities } = reading;
  const layers = (): object[] =>
    layerValues(graph, reading).map(({ symbol, expression, value, min, max, mean }) => ({
      name: symbol,
      ...(expression !== undefined && { expression }),
      shape: value.shape,
      min,
      max,
      mean,
    }));
  return jsonLine({
    index,
    label,
    prediction,
    probabilities: Array.from(probabilities, (p) => Number(p.toPrecision(7))),
    ...(hasLayers && { layers: layers() }),
  });
}
