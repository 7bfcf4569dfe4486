import { check, shorten, SpecError } from "@evalpool/errors";
import * as z from "zod/mini";

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

export interface KerasCall {
  readonly inputs: readonly ValueReference[];
  /** What else it was given, which changes what it does: `training`. */
  readonly extra: readonly string[];
}

/** What a layer gave, the n-th time that it was applied. */
export interface ValueReference {
  readonly layer: string;
  readonly call: number;
}

/** Models within each other. */
const DEEPEST = 16;
/** Layers of a model, and how often all are applied; the largest classifiers have 1,000. */
const MOST_LAYERS = 10_000;
/** Lists within lists that say what a layer takes. */
const DEEPEST_LISTS = 8;

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
  const isModel = models.has(className) && Array.isArray(config["layers"] ?? config);
  const network = isModel ? { network: parseModel(value, file, depth + 1) } : {};
  return { name, className, isCustom: isCustom(layer), config, calls, ...network };
}

/** Keras 3 names a package for what is not its own; its operations have classes of the same names. */
function isCustom(layer: {
  module?: string | null | undefined;
  registered_name?: unknown;
}): boolean {
  const { module } = layer;
  if (typeof layer.registered_name === "string" && layer.registered_name.includes(">")) return true;
  if (module === undefined || module === null) return false;
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
  const all = first.className === "InputLayer" ? layers : [inputOf(first, file), ...layers];
  const chained = all.map((layer, i): KerasLayer => {
    const before = all[i - 1];
    const inputs = before ? [{ layer: before.name, call: 0 }] : [];
    return { ...layer, calls: before ? [{ inputs, extra: [] }] : [] };
  });
  const input = chained[0]?.name ?? first.name;
  return {
    layers: chained,
    inputs: [{ layer: input, call: 0 }],
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
  if (own !== undefined || network === undefined) return own;
  const [input] = network.layers;
  return input && shapeSaid(input);
}

/** Keras 2: `[[name, node, tensor, kwargs], …]`; Keras 3: `{ args: [tensors], kwargs }`. */
function parseCall(node: unknown): KerasCall {
  if (Array.isArray(node)) {
    const inputs = referencesIn(node);
    const kwargs = node.flatMap((one: unknown) => (Array.isArray(one) ? [one[3] as unknown] : []));
    return { inputs, extra: kwargs.flatMap(extraIn) };
  }
  if (typeof node !== "object" || node === null) return { inputs: [], extra: ["what is no call"] };
  const { args, kwargs } = node as { args?: unknown; kwargs?: unknown };
  const found = tensorsIn(args);
  return { inputs: found.tensors, extra: [...found.others, ...extraIn(kwargs)] };
}

/** What is given by name and means something: not `mask: null`, nor `training: false`. */
function extraIn(kwargs: unknown): string[] {
  if (typeof kwargs !== "object" || kwargs === null) return [];
  const meaning = Object.entries(kwargs).filter(([, value]) => value !== null && value !== false);
  return meaning.map(([name]) => name);
}

/** Tensors among arguments of Keras 3, which may be lists of them, and what is none. */
function tensorsIn(value: unknown, depth = 0): { tensors: ValueReference[]; others: string[] } {
  if (Array.isArray(value) && depth < DEEPEST_LISTS) {
    const parts = value.map((part) => tensorsIn(part, depth + 1));
    return {
      tensors: parts.flatMap(({ tensors }) => tensors),
      others: parts.flatMap(({ others }) => others),
    };
  }
  const tensor = tensorSchema().safeParse(value);
  if (!tensor.success) return { tensors: [], others: value === null ? [] : ["an argument"] };
  const [layer, call] = tensor.data.config.keras_history;
  return { tensors: [{ layer, call }], others: [] };
}

function tensorSchema() {
  return z.object({
    class_name: z.literal("__keras_tensor__"),
    config: z.object({ keras_history: z.tuple([z.string(), z.int(), z.int()]) }),
  });
}

/** References among lists of any depth: `[name, node, tensor]`. */
function referencesIn(value: unknown, depth = 0): ValueReference[] {
  if (typeof value !== "object" || value === null || depth > DEEPEST_LISTS) return [];
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  const [layer, call] = parts;
  if (Array.isArray(value) && typeof layer === "string" && typeof call === "number") {
    return [{ layer, call }];
  }
  return parts.flatMap((part) => referencesIn(part, depth + 1));
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, file: string, what: string): T {
  const result = check(schema, value);
  if ("value" in result) return result.value;
  throw new SpecError(
    file,
    result.problems.map((problem) => `${what}: ${shorten(problem)}`),
  );
}
