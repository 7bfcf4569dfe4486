import { shorten } from "@evalpool/errors";
import { List } from "../pickle/dialect.js";
import { PickleError } from "../pickle/pickle-error.js";
import { torchDialect } from "../pickle/torch-dialect.js";
import type { Storage } from "../pickle/torch-objects.js";
import { unpickleFirst } from "../pickle/unpickle.js";
import type { TorchFile } from "./torch-file.js";

/*
 * The format before PyTorch 1.6 (`_legacy_save` of `torch/serialization.py`): pickles of a magic number,
 * a version, facts of the machine, the value, and the keys of its storages; then, in the order of
 * the keys, each storage's number of elements in 8 bytes, and its elements.
 */

/** 0x1950a86a20f9469cfc6c and 1001, each a pickle of protocol 2. */
const MAGIC = Uint8Array.from([
  ...[0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e],
  ...[0x80, 2, 0x4d, 0xe9, 0x03, 0x2e],
]);

/** Whether a file is of this format: told by its first value. */
export function isLegacy(bytes: Uint8Array): boolean {
  return MAGIC.subarray(0, 15).every((byte, i) => bytes[i] === byte);
}

/** @throws {PickleError} */
export function readLegacy(bytes: Uint8Array): TorchFile {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw new PickleError("expected version 1001 of the format behind its magic number");
  }
  const storages = new Map<string, Storage>();
  const dialect = torchDialect(storages);
  let at = MAGIC.length;
  const next = (): unknown => {
    const { value, length } = unpickleFirst(bytes.subarray(at), dialect);
    at += length;
    return value;
  };
  const [machine, value, keys] = [next(), next(), next()];
  const littleEndian =
    machine instanceof Map ? (machine.get("little_endian") as unknown) : undefined;
  if (typeof littleEndian !== "boolean" || !(keys instanceof List)) {
    throw new PickleError("expected facts of a machine, a value, and keys of storages");
  }
  const content = storageBytes(bytes.subarray(at), keys.items, storages, littleEndian);
  const bytesOf = ({ key, bytes: expected }: Storage): Uint8Array => {
    const found = content.get(key);
    if (found?.length === expected) return found;
    const got = found?.length ?? "nothing";
    throw new PickleError(`storage ${shorten(key)}: expected ${expected} bytes, got ${got}`);
  };
  return { value, littleEndian, bytesOf };
}

/** The bytes behind the pickles, by the keys of the storages that they are. */
function storageBytes(
  bytes: Uint8Array,
  keys: readonly unknown[],
  storages: ReadonlyMap<string, Storage>,
  littleEndian: boolean,
): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const content = new Map<string, Uint8Array>();
  let at = 0;
  for (const key of keys) {
    const storage = typeof key === "string" ? storages.get(key) : undefined;
    if (storage === undefined || content.has(storage.key)) {
      throw new PickleError("expected a key of each storage, once");
    }
    const told = `storage ${shorten(storage.key)}`;
    if (bytes.length < at + 8) throw new PickleError(`cut short before ${told}`);
    const width = storage.type === "untyped" ? 1 : storage.type.bytes;
    const length = Number(view.getBigUint64(at, littleEndian)) * width;
    at += 8;
    if (!(at + length <= bytes.length)) throw new PickleError(`cut short in ${told}`);
    content.set(storage.key, bytes.subarray(at, at + length));
    at += length;
  }
  if (at < bytes.length) throw new PickleError(`${bytes.length - at} bytes behind its end`);
  return content;
}
