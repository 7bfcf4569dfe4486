import type { Graph, Parameters } from "@evalpool/models";

/** A network that a file holds, with its weights as they lie there. */
export interface NetworkInFile {
  /** Names its parameters as the file does, and says how they are stored. */
  readonly graph: Graph;
  readonly parameters: Parameters;
  /** Whether the file says what becomes of pixels, so that nothing else is assumed. */
  readonly saysPreprocess?: true;
  /** What the file holds beside and evaluation has no use for, in words: `optimizer state`. */
  readonly skipped?: readonly string[];
}

/** What a reader of networks may be told, and be given. */
export interface ReadNetworkOptions {
  /** Which of several outputs gives the classes, by its name in the file. */
  readonly output?: string | undefined;
  /**
   * The bytes of a file beside this one, as weights may lie in. Absent where there is nothing beside
   * it, as for bytes from memory.
   *
   * @throws {CheckpointError} when the name is not plain and relative, or leads out of the directory,
   * or the file is longer than `maxBytes`
   */
  readonly beside?: ((name: string, maxBytes: number) => Promise<Uint8Array>) | undefined;
}

/**
 * Reads a network and its weights.
 *
 * @param file name for error messages
 * @throws {CheckpointError | SpecError} when the file is damaged or not what it should be
 * @throws {UnsupportedError} when the network is whole and has operations that are not known
 */
export type NetworkReader = (
  bytes: Uint8Array,
  file: string,
  options: ReadNetworkOptions,
) => NetworkInFile | Promise<NetworkInFile>;
