import * as z from "zod/mini";
import { check, SpecError } from "@evalpool/errors";

/** Made when there is a spec to check: that takes Zod longer than a small run. */
function modelSpecSchema() {
  const positiveInteger = z.int().check(z.positive());
  const someName = z.string().check(z.minLength(1));
  const scale = z.strictObject({
    type: z.literal("scale"),
    divisor: z.number().check(z.positive()),
  });
  const flatten = z.strictObject({ type: z.literal("flatten") });
  const dense = z.strictObject({
    type: z.literal("dense"),
    units: positiveInteger,
    weight: someName,
    bias: someName,
    layout: z.optional(z.enum(["in,out", "out,in"])),
  });
  const activation = z.strictObject({
    type: z.literal("activation"),
    function: z.enum(["step", "sigmoid", "relu", "softmax", "identity"]),
  });
  const layer = z.discriminatedUnion("type", [scale, flatten, dense, activation]);
  return z.strictObject({
    id: someName,
    input: z.array(positiveInteger).check(z.minLength(1)),
    layers: z.array(layer).check(z.minLength(1)),
  });
}

/**
 * One step of a network.
 * - `scale`: x / divisor, as 255 for pixels
 * - `flatten`: `[…, C, H, W] → […, C·H·W]`
 * - `dense`: `x · weight + bias` with `weight` `[inputs, units]` and `bias` `[units]`, both named as
 *   in the checkpoint; `layout` "out,in" says that the checkpoint holds `[units, inputs]`, as
 *   PyTorch's `Linear` does
 * - `activation`: a function of each value (softmax: of each row)
 */
export type Layer = z.infer<ReturnType<typeof modelSpecSchema>>["layers"][number];

/** A network as data, without its weights. */
export interface ModelSpec {
  readonly id: string;
  /** Shape of one example, as `[784]` or `[1, 28, 28]`. */
  readonly input: readonly number[];
  readonly layers: readonly Layer[];
}

/** The shape that a parameter must have in the checkpoint. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Checks a spec that comes from outside, as from a JSON file, the fit of its layers included.
 *
 * @param source file or other name for error messages
 * @throws {SpecError} with every problem found
 */
export function parseSpec(value: unknown, source: string): ModelSpec {
  const checked = check(modelSpecSchema(), value);
  if ("problems" in checked) throw new SpecError(source, checked.problems);
  parameterShapes(checked.value);
  return checked.value;
}

/** What one layer of a network gives and is trained in, for one example. */
export interface LayerShape {
  readonly layer: Layer;
  readonly output: readonly number[];
  readonly parameters: readonly ParameterShape[];
}

/**
 * Shapes of each layer's output and parameters in turn.
 *
 * @throws {SpecError} when a layer does not fit the one before
 */
export function layerShapes(spec: ModelSpec): LayerShape[] {
  let output = spec.input;
  return spec.layers.map((layer, index) => {
    const parameters: ParameterShape[] = [];
    if (layer.type === "dense") {
      const inputs = requireFlat(spec, index, output);
      const isTransposed = layer.layout === "out,in";
      const weight = isTransposed ? [layer.units, inputs] : [inputs, layer.units];
      parameters.push({ name: layer.weight, shape: weight });
      parameters.push({ name: layer.bias, shape: [layer.units] });
      output = [layer.units];
    } else if (layer.type === "flatten") {
      output = [output.reduce((product, length) => product * length, 1)];
    }
    return { layer, output, parameters };
  });
}

/**
 * Names and shapes of all parameters, in layer order.
 *
 * @throws {SpecError} when a layer does not fit the one before
 */
export function parameterShapes(spec: ModelSpec): ParameterShape[] {
  const layers = layerShapes(spec);
  requireFlat(spec, layers.length - 1, layers.at(-1)?.output ?? spec.input);
  const shapes = layers.flatMap(({ parameters }) => parameters);
  const repeated = shapes.find(({ name }, i) => shapes.findIndex((s) => s.name === name) !== i);
  if (repeated) throw new SpecError(spec.id, [`parameter ${repeated.name} is named twice`]);
  return shapes;
}

/** Length of the output of one example: the number of classes of a classifier. */
export function outputWidth(spec: ModelSpec): number {
  const width = parameterShapes(spec).at(-1)?.shape[0];
  return width ?? spec.input.reduce((product, length) => product * length, 1);
}

function requireFlat(spec: ModelSpec, index: number, shape: readonly number[]): number {
  const [length, ...more] = shape;
  if (length !== undefined && more.length === 0) return length;
  const where = `layers.${index} (${spec.layers[index]?.type})`;
  const problem = `${where}: expected a flat input, got shape (${shape.join(",")}); flatten it first`;
  throw new SpecError(spec.id, [problem]);
}
