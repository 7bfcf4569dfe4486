import * as z from "zod/mini";

/** What a layer is given, once that it is applied. */
export interface KerasCall {
  readonly inputs: readonly ValueReference[];
  /** A number beside one value, as of `1 - x`. */
  readonly constant?: Constant;
  /** What else it was given, which changes what it does: `training`. */
  readonly extra: readonly string[];
}

export interface Constant {
  readonly value: number;
  /** Whether it stands before the value. */
  readonly isFirst: boolean;
}

/** What a layer gave, the n-th time that it was applied. */
export interface ValueReference {
  readonly layer: string;
  readonly call: number;
}

/** Lists within lists that say what a layer takes. */
const DEEPEST_LISTS = 8;

/** Keras 2: `[[name, node, tensor, kwargs], …]`; Keras 3: `{ args: [tensors], kwargs }`. */
export function parseCall(node: unknown): KerasCall {
  if (Array.isArray(node)) {
    const inputs = referencesIn(node);
    const kwargs = node.flatMap((one: unknown) => (Array.isArray(one) ? [one[3] as unknown] : []));
    return { inputs, extra: kwargs.flatMap(extraIn) };
  }
  if (typeof node !== "object" || node === null) return { inputs: [], extra: ["what is no call"] };
  const { args, kwargs } = node as { args?: unknown; kwargs?: unknown };
  if (Array.isArray(args) && args.length === 2) {
    const at = args.findIndex((one) => typeof one === "number");
    const { tensors, others } = tensorsIn(args[1 - at]);
    if (at !== -1 && tensors.length === 1 && others.length === 0) {
      const constant = { value: args[at] as number, isFirst: at === 0 };
      return { inputs: tensors, constant, extra: extraIn(kwargs) };
    }
  }
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
  schema ??= tensorSchema();
  const tensor = schema.safeParse(value);
  if (!tensor.success) return { tensors: [], others: value === null ? [] : ["an argument"] };
  const [layer, call] = tensor.data.config.keras_history;
  return { tensors: [{ layer, call }], others: [] };
}

/** Made once: it takes its time, and a network has thousands. */
let schema: ReturnType<typeof tensorSchema> | undefined;

function tensorSchema() {
  return z.object({
    class_name: z.literal("__keras_tensor__"),
    config: z.object({ keras_history: z.tuple([z.string(), z.int(), z.int()]) }),
  });
}

/** References among lists of any depth: `[name, node, tensor]`. */
export function referencesIn(value: unknown, depth = 0): ValueReference[] {
  if (typeof value !== "object" || value === null || depth > DEEPEST_LISTS) return [];
  const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
  const [layer, call] = parts;
  if (Array.isArray(value) && typeof layer === "string" && typeof call === "number") {
    return [{ layer, call }];
  }
  return parts.flatMap((part) => referencesIn(part, depth + 1));
}
