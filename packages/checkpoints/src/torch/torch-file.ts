import type { Storage } from "../pickle/torch-objects.js";

/** What a file of PyTorch holds, by its pickle, and the numbers that this names. */
export interface TorchFile {
  readonly value: unknown;
  readonly littleEndian: boolean;
  /** The bytes of a storage, exactly as many as it says. @throws {CheckpointError} */
  readonly bytesOf: (storage: Storage) => Uint8Array | Promise<Uint8Array>;
}
