import { withArchive, type ArchiveKind, type Member } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import { torchDialect, SAVE_STATE_DICT } from "../pickle/torch-dialect.js";
import type { Storage } from "../pickle/torch-objects.js";
import { unpickle } from "../pickle/unpickle.js";
import { toCheckpointError } from "../to-checkpoint-error.js";
import type { TorchFile } from "./torch-file.js";

const kind: ArchiveKind = {
  name: "PyTorch checkpoint",
  member: ["a record", "records"],
  // The largest image classifiers have 1,500 tensors, of which optimisers keep three more each.
  most: 10_000,
  endsAsZip64: true,
};

/**
 * Reads the pickle of a ZIP archive as `torch.save` writes it: `NAME/data.pkl`, and `NAME/data/KEY`
 * for the bytes of each storage, in the order that `NAME/byteorder` tells.
 *
 * @param use what is done with it while the archive is open
 * @throws {CheckpointError | PickleError}
 */
export function readTorchArchive<T>(
  bytes: Uint8Array,
  file: string,
  use: (file: TorchFile) => Promise<T>,
): Promise<T> {
  return withArchive(bytes, toCheckpointError(file), kind, async (members) => {
    const records = await recordsOf(members, file);
    if (records.has("constants.pkl") || [...records.keys()].some((n) => n.startsWith("code/"))) {
      const got = "got a TorchScript program, which is code";
      throw new CheckpointError(file, `expected a state_dict, ${got}; ${SAVE_STATE_DICT}`);
    }
    const pickle = records.get("data.pkl");
    if (pickle === undefined)
      throw new CheckpointError(file, "expected a record data.pkl, got none");
    const value = unpickle(await pickle.read(), torchDialect(new Map()));
    const littleEndian = await isLittleEndian(records.get("byteorder"), file);
    const bytesOf = (storage: Storage): Promise<Uint8Array> => readStorage(records, storage, file);
    return use({ value, littleEndian, bytesOf });
  });
}

/** Its records by their names below the one directory that all are in. */
async function recordsOf(
  members: AsyncIterable<Member>,
  file: string,
): Promise<ReadonlyMap<string, Member>> {
  const records = new Map<string, Member>();
  let root: string | undefined;
  for await (const member of members) {
    root ??= member.name.slice(0, member.name.indexOf("/") + 1);
    const name = member.name.slice(root.length);
    if (!member.name.startsWith(root) || records.has(name)) {
      const got = `got ${shorten(member.name)}`;
      throw new CheckpointError(file, `expected records below ${shorten(root)}, each once, ${got}`);
    }
    records.set(name, member);
  }
  return records;
}

/** Little-endian unless told, as PyTorch before 2.1 always wrote it. */
async function isLittleEndian(record: Member | undefined, file: string): Promise<boolean> {
  if (record === undefined) return true;
  const order = record.size > 6 ? "more" : new TextDecoder().decode(await record.read());
  if (order === "little" || order === "big") return order === "little";
  const got = `got ${shorten(order)}`;
  throw new CheckpointError(file, `expected a byteorder of little or big, ${got}`);
}

async function readStorage(
  records: ReadonlyMap<string, Member>,
  { key, bytes }: Storage,
  file: string,
): Promise<Uint8Array> {
  const record = records.get(`data/${key}`);
  if (record?.size === bytes) return record.read();
  const got = record === undefined ? "nothing" : `${record.size}`;
  const reason = `data/${shorten(key)}: expected ${bytes} bytes, got ${got}`;
  throw new CheckpointError(file, reason);
}
