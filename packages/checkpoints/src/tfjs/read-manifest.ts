import { decodeArray, isShape, rowMajor } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import * as z from "zod/mini";
import type { ListedArray } from "../keras/weights.js";
import type { ReadNetworkOptions } from "../network-file.js";

/** Files that the weights of a model lie in; TensorFlow.js cuts them at 4 MiB. */
const MOST_SHARDS = 1000;
/** Of all of them, in bytes, as of other files of weights. */
const LARGEST_WEIGHTS = 2 ** 30;

/** Bytes of an element of each type that has as many for all. */
const widths: Readonly<Record<string, number>> = {
  float32: 4,
  float16: 2,
  int32: 4,
  uint8: 1,
  uint16: 2,
  bool: 1,
};

export function manifestSchema() {
  const quantization = z.object({
    dtype: z.string(),
    scale: z.optional(z.number()),
    min: z.optional(z.number()),
  });
  const weight = z.object({
    name: z.string(),
    shape: z.custom<readonly number[]>(isShape, "expected up to 64 lengths"),
    dtype: z.string(),
    quantization: z.optional(quantization),
  });
  const group = z.object({
    paths: z.array(z.string()).check(z.maxLength(MOST_SHARDS)),
    weights: z.array(weight),
  });
  return z.array(group).check(z.maxLength(MOST_SHARDS));
}

type Manifest = z.infer<ReturnType<typeof manifestSchema>>;
type Group = Manifest[number];
type Weight = Group["weights"][number];

/**
 * The arrays of a manifest, which lie one behind the other in the files beside it.
 *
 * @throws {CheckpointError} when a file is missing, or longer or shorter than the arrays are
 */
export async function readManifest(
  manifest: Manifest,
  file: string,
  beside: ReadNetworkOptions["beside"],
): Promise<ListedArray[]> {
  if (beside === undefined) {
    throw new CheckpointError(file, "its weights lie in files beside it; give it by its path");
  }
  const total = manifest.reduce((sum, group) => sum + bytesOf(group, file), 0);
  if (total > LARGEST_WEIGHTS) {
    const reason = `expected weights of up to ${LARGEST_WEIGHTS} bytes, got ${total}`;
    throw new CheckpointError(file, reason);
  }
  const arrays: ListedArray[] = [];
  for (const group of manifest) {
    const bytes = await readShards(group, bytesOf(group, file), file, beside);
    let at = 0;
    for (const weight of group.weights) {
      const end = at + bytesOfWeight(weight, file);
      const piece = bytes.subarray(at, end);
      arrays.push({ name: weight.name, read: () => decode(weight, piece, file) });
      at = end;
    }
  }
  return arrays;
}

function bytesOf({ weights }: Group, file: string): number {
  return weights.reduce((sum, weight) => sum + bytesOfWeight(weight, file), 0);
}

function bytesOfWeight({ name, shape, dtype, quantization }: Weight, file: string): number {
  const type = quantization?.dtype ?? dtype;
  const width = Object.hasOwn(widths, type) ? widths[type] : undefined;
  if (width !== undefined) return size(shape) * width;
  const known = Object.keys(widths).join(", ");
  const reason = `expected elements of type ${known}, got ${shorten(type)}`;
  throw new CheckpointError(file, `${shorten(name)}: ${reason}`);
}

async function readShards(
  { paths }: Group,
  expected: number,
  file: string,
  beside: NonNullable<ReadNetworkOptions["beside"]>,
): Promise<Uint8Array> {
  const shards: Uint8Array[] = [];
  let at = 0;
  for (const path of paths) {
    const shard = await beside(path, expected - at);
    shards.push(shard);
    at += shard.length;
  }
  if (at === expected) return joined(shards, at);
  const told = paths
    .map((path) => shorten(path))
    .slice(0, 3)
    .join(", ");
  const reason = `expected ${expected} bytes of weights in ${told}, got ${at}`;
  throw new CheckpointError(file, reason);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Floats; nothing for integers, which no layer that is read has. */
function decode(
  { name, shape, dtype, quantization }: Weight,
  bytes: Uint8Array,
  file: string,
): { name: string; tensor: FloatTensor }[] {
  const type = quantization?.dtype ?? dtype;
  const { scale, min } = quantization ?? {};
  if (type === "float32" || type === "float16") {
    const element = { kind: type, littleEndian: true } as const;
    return [{ name, tensor: decodeArray({ bytes, type: element, axes: rowMajor(shape) }) }];
  }
  if (dtype !== "float32") return [];
  if (scale === undefined || min === undefined || (type !== "uint8" && type !== "uint16")) {
    const reason = `expected uint8 or uint16 with scale and min, got ${shorten(type)}`;
    throw new CheckpointError(file, `${shorten(name)}: ${reason}`);
  }
  const width = type === "uint8" ? 1 : 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = Float32Array.from({ length: size(shape) }, (_, i) => {
    const step = width === 1 ? view.getUint8(i) : view.getUint16(i * width, true);
    return step * scale + min;
  });
  return [{ name, tensor: { data, shape } }];
}
