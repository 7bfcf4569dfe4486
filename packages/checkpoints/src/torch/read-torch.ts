import { decodeArray } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import type { NamedTensors } from "../named-tensors.js";
import { PickleError } from "../pickle/pickle-error.js";
import type { TorchTensor } from "../pickle/torch-objects.js";
import { isLegacy, readLegacy } from "./legacy-file.js";
import { findStateDict, type StateDict } from "./state-dict.js";
import { readTorchArchive } from "./torch-archive.js";
import type { TorchFile } from "./torch-file.js";

/** Bytes that tensors may take, by those of the file: views may share what lies in it. */
const LARGEST_GROWTH = 4;

/**
 * The tensors of a `state_dict` (`torch.save`, as a ZIP archive or as before PyTorch 1.6), at the top
 * or under a name that training scripts give it. Integers and what lies beside it are skipped; what
 * all names begin with where a network was wrapped is taken off.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when the file holds a whole module or a program, or is damaged
 */
export async function readTorch(bytes: Uint8Array, file: string): Promise<NamedTensors> {
  const use = async (torchFile: TorchFile): Promise<NamedTensors> => {
    const { tensors, skipped } = findStateDict(torchFile.value, file);
    requireFloats(tensors, file);
    requireBounded(tensors, bytes.length, file);
    return { parameters: await decode(tensors, torchFile), skipped };
  };
  try {
    return await (isLegacy(bytes) ? use(readLegacy(bytes)) : readTorchArchive(bytes, file, use));
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    throw new CheckpointError(file, `not a readable PyTorch checkpoint: ${cause.message}`, {
      cause,
    });
  }
}

type Tensors = StateDict["tensors"];

function requireFloats(tensors: Tensors, file: string): void {
  for (const [name, { type }] of tensors) {
    if (type.floats !== undefined) continue;
    const expected = "expected float16, bfloat16, float32 or float64";
    const reason = `${shorten(name)}: ${expected}, got ${type.name}; save it with .float()`;
    throw new CheckpointError(file, reason);
  }
}

/** Strides of 0 make any number of elements of one. */
function requireBounded(tensors: Tensors, size: number, file: string): void {
  let room = size * LARGEST_GROWTH;
  for (const [name, tensor] of new Map(
    [...tensors].map((entry) => [viewOf(entry[1]), entry]),
  ).values()) {
    room -= tensor.size * tensor.type.bytes;
    if (room >= 0) continue;
    const most = `tensors of up to ${LARGEST_GROWTH} times its ${size} bytes`;
    const reason = `expected ${most}, got more with ${shorten(name)}; save it with .clone()`;
    throw new CheckpointError(file, reason);
  }
}

/** What two tensors of the same numbers have in common, as of layers that share their weights. */
function viewOf({ storage, type, offset, shape, strides }: TorchTensor): string {
  return JSON.stringify([storage.key, type.name, offset, shape, strides]);
}

async function decode(
  tensors: Tensors,
  { littleEndian, bytesOf }: TorchFile,
): Promise<ReadonlyMap<string, FloatTensor>> {
  const storages = new Map<string, Uint8Array>();
  const views = new Map<string, FloatTensor>();
  const decoded = new Map<string, FloatTensor>();
  for (const [name, tensor] of tensors) {
    const { storage, type, offset, axes, extent } = tensor;
    const view = viewOf(tensor);
    const bytes = storages.get(storage.key) ?? (await bytesOf(storage));
    storages.set(storage.key, bytes);
    const own = bytes.subarray(offset * type.bytes, (offset + extent) * type.bytes);
    const { floats: kind = "float32" } = type;
    const read = views.get(view) ?? decodeArray({ bytes: own, type: { kind, littleEndian }, axes });
    views.set(view, read);
    decoded.set(name, read);
  }
  return decoded;
}
