import { check, shorten, SpecError } from "@evalpool/errors";
import * as z from "zod/mini";
import { parseCall, referencesIn, type KerasCall, type ValueReference } from "./calls.js";

/** A Keras model as its config has it: layers, and who takes what of whom. */
export interface KerasNetwork {
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly ValueReference[];
  readonly outputs: readonly ValueReference[];
}

export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  /** Not to be found among Keras' own layers. */
  readonly isCustom: boolean;
  /** What its class says of it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What it takes, each time that it is applied. */
  readonly calls: readonly KerasCall[];
  /** Where it is itself a model. */
  readonly network?: KerasNetwork;
}

/** Models within each other. */
const DEEPEST = 16;
/** Layers of a model, and how often all are applied; the largest classifiers have 1,000. */
const MOST_LAYERS = 10_000;

const models: ReadonlySet<string> = new Set(["Sequential", "Functional", "Model"]);

function layerSchema() {
  return z.object({
    class_name: z.string(),
    name: z.optional(z.string()),
    module: z.nullish(z.string()),
    registered_name: z.nullish(z.string()),
    config: z.record(z.string(), z.unknown()),
    inbound_nodes: z.optional(z.array(z.unknown())),
  });
}

function modelSchema() {
  const layers = z.array(z.unknown()).check(z.maxLength(MOST_LAYERS));
  return z.object({
    class_name: z.string(),
    // Until Keras 2.2, a Sequential's config was its layers.
    config: z.union([
      z.object({
        layers,
        input_layers: z.optional(z.unknown()),
        output_layers: z.optional(z.unknown()),
      }),
      z.pipe(
        layers,
        z.transform((layers) => ({ layers, input_layers: undefined, output_layers: undefined })),
      ),
    ]),
  });
}

/**
 * The network of a model's config, in the dialects of Keras 2 and 3.
 *
 * @param config what `model.to_json()` writes
 * @param file name for error messages
 * @throws {SpecError} when it is none
 */
export function parseNetwork(config: unknown, file: string): KerasNetwork {
  return parseModel(config, file, 0);
}

function parseModel(model: unknown, file: string, depth: number): KerasNetwork {
  if (depth > DEEPEST) throw new SpecError(file, ["models are too deep within each other"]);
  const { class_name: className, config } = checked(modelSchema(), model, file, "a Keras model");
  const layers = config.layers.map((layer) => parseLayer(layer, file, depth));
  const applied = layers.reduce((sum, { calls }) => sum + calls.length, 0);
  if (applied > MOST_LAYERS) {
    throw new SpecError(file, [`expected up to ${MOST_LAYERS} uses of its layers, got ${applied}`]);
  }
  if (className === "Sequential") return chain(layers, file);
  if (!models.has(className)) {
    const reason = `expected a Sequential or Functional model, got a ${shorten(className)}`;
    throw new SpecError(file, [reason]);
  }
  return {
    layers,
    inputs: referencesIn(config.input_layers),
    outputs: referencesIn(config.output_layers),
  };
}

function parseLayer(value: unknown, file: string, depth: number): KerasLayer {
  const layer = checked(layerSchema(), value, file, "a layer");
  const { class_name: className, config } = layer;
  const said = layer.name ?? config["name"];
  const name = typeof said === "string" && said !== "" ? said : className.toLowerCase();
  const calls = (layer.inbound_nodes ?? []).map(parseCall);
  const isModel = models.has(className) && Array.isArray(config["layers"]);
  const network = isModel ? { network: parseModel(value, file, depth + 1) } : {};
  return { name, className, isCustom: isCustom(layer), config, calls, ...network };
}

/** Operations, as of `x + y`, that are written as layers are. */
export const arithmetic: ReadonlySet<string> = new Set([
  "Add",
  "Divide",
  "Multiply",
  "Subtract",
  "TrueDivide",
]);

/** Keras 3 names a package for what is not its own, and the modules of operations. */
function isCustom(layer: {
  class_name: string;
  module?: string | null | undefined;
  registered_name?: string | null | undefined;
}): boolean {
  const { class_name: className, module } = layer;
  if (layer.registered_name?.includes(">")) return true;
  if (module === undefined || module === null) return false;
  if (/^keras\.(?:src\.)?ops\.numpy$/.test(module)) return !arithmetic.has(className);
  return !/^(?:keras|keras\.(?:src\.)?(?:layers|models|engine)(?:\..*)?|tf_keras\..*)$/.test(
    module,
  );
}

/** Each layer takes what the one before it gives. */
function chain(layers: readonly KerasLayer[], file: string): KerasNetwork {
  const [first] = layers;
  const last = layers.at(-1);
  if (first === undefined || last === undefined)
    throw new SpecError(file, ["a model without layers"]);
  const input = first.className === "InputLayer" ? first : inputOf(first, file);
  const all = input === first ? layers : [input, ...layers];
  const chained = all.map((layer, i): KerasLayer => {
    const before = all[i - 1];
    const calls = before ? [{ inputs: [{ layer: before.name, call: 0 }], extra: [] }] : [];
    return { ...layer, calls };
  });
  return {
    layers: chained,
    inputs: [{ layer: input.name, call: 0 }],
    outputs: [{ layer: last.name, call: 0 }],
  };
}

/** The input of a chain whose first layer says it, or whose first model does. */
function inputOf(first: KerasLayer, file: string): KerasLayer {
  const shape = shapeSaid(first);
  if (shape === undefined) {
    throw new SpecError(file, [
      `the shape of its input is nowhere said; build the model, and save it`,
    ]);
  }
  const config = { batch_shape: shape };
  return {
    name: `${first.name}_input`,
    className: "InputLayer",
    isCustom: false,
    config,
    calls: [],
  };
}

function shapeSaid({ config, network }: KerasLayer): unknown {
  const own = config["batch_shape"] ?? config["batch_input_shape"];
  const input = network?.layers[0];
  return own ?? (input && shapeSaid(input));
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, file: string, what: string): T {
  const result = check(schema, value);
  if ("value" in result) return result.value;
  throw new SpecError(
    file,
    result.problems.map((problem) => `${what}: ${shorten(problem)}`),
  );
}
