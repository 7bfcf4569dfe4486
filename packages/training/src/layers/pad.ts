import { paddedFrom } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { allocateBatch, allocateGradients, type LayerFactory } from "./layer.js";
import { placesInMemory } from "./layout.js";

/** Pixels all around: where these are the image's own again, gradients are summed. */
export const pad: LayerFactory<"pad"> = ({ attributes }, context) => {
  const [inputShape = []] = context.inputShapes;
  const sources = sourcesOf(inputShape, context.outputShape, attributes);
  const width = size(inputShape);
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  return {
    parameters: [],
    forward([x], count) {
      for (let n = 0, at = 0; n < count; n++) {
        for (let i = 0; i < sources.length; i++, at++) {
          const from = sources[i]!;
          y[at] = from < 0 ? attributes.value : x![n * width + from]!;
        }
      }
      return y;
    },
    backward(dy, count) {
      const [dx] = gradients;
      dx?.fill(0);
      for (let n = 0, at = 0; dx && n < count; n++) {
        for (let i = 0; i < sources.length; i++, at++) {
          const from = sources[i]!;
          if (from >= 0) dx[n * width + from]! += dy[at]!;
        }
      }
      return gradients;
    },
  };
};

/** For each place in memory of the output, that of the input which it is; -1 for none. */
function sourcesOf(
  from: readonly number[],
  to: readonly number[],
  attributes: Parameters<typeof paddedFrom>[1],
): Int32Array {
  const [, height = 1, width = 1] = from;
  const [, rows = 1, columns = 1] = to;
  const pixel = paddedFrom({ height, width }, attributes);
  const [inputs, outputs] = [placesInMemory(from), placesInMemory(to)];
  const sources = new Int32Array(outputs.length);
  for (let i = 0; i < outputs.length; i++) {
    const channel = Math.floor(i / (rows * columns));
    const source = pixel(Math.floor(i / columns) % rows, i % columns);
    sources[outputs[i]!] = source < 0 ? -1 : inputs[channel * height * width + source]!;
  }
  return sources;
}
