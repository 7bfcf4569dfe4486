import { withArchive, type ArchiveKind } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import { toCheckpointError } from "../to-checkpoint-error.js";

const kind: ArchiveKind = {
  name: ".keras file",
  member: ["a file", "files"],
  // Keras writes three, and what layers of text keep.
  most: 100,
};

/** Of what says something, in bytes; the config of a network with a thousand layers takes 1 million. */
const LONGEST_TEXT = 2 ** 25;

/** The members of a `.keras` archive. */
export interface KerasArchive {
  readonly config: unknown;
  readonly metadata: unknown;
  /** `model.weights.h5` */
  readonly weights: Uint8Array;
}

const members = ["config.json", "metadata.json", "model.weights.h5"] as const;

type Contents = ReadonlyMap<string, Uint8Array>;

/**
 * The members of a `.keras` archive.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export async function readKerasArchive(bytes: Uint8Array, file: string): Promise<KerasArchive> {
  const contents = await withArchive(bytes, toCheckpointError(file), kind, async (all) => {
    const read = new Map<string, Uint8Array>();
    for await (const member of all) {
      const { name, size } = member;
      if (!members.some((known) => known === name)) continue;
      if (name.endsWith(".json") && size > LONGEST_TEXT) {
        const reason = `expected up to ${LONGEST_TEXT} bytes of text, got ${size}`;
        throw new CheckpointError(file, `${name}: ${reason}`);
      }
      read.set(name, await member.read());
    }
    return read;
  });
  return {
    config: parseJson(contents, "config.json", file),
    metadata: parseJson(contents, "metadata.json", file),
    weights: required(contents, "model.weights.h5", file),
  };
}

function required(contents: Contents, name: string, file: string): Uint8Array {
  const content = contents.get(name);
  if (content !== undefined) return content;
  throw new CheckpointError(file, `expected ${members.join(", ")} in it, there is no ${name}`);
}

function parseJson(contents: Contents, name: string, file: string): unknown {
  const content = required(contents, name, file);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch (cause) {
    const reason = `${name}: expected JSON: ${shorten((cause as Error).message)}`;
    throw new CheckpointError(file, reason, { cause });
  }
}
