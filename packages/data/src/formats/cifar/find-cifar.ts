import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { openRegular } from "@evalpool/files/node";
import { namesIn } from "../../names-in.js";
import type { Place } from "../format.js";
import { cifarKinds, hasPublishedLabels, recordBytes, type CifarKind } from "./cifar-kind.js";

/** Files of records, which lie in one directory. */
export interface CifarFiles {
  readonly kind: CifarKind;
  /** Paths of each split, in order. */
  readonly splits: ReadonlyMap<string, readonly string[]>;
}

/** Records of a file that are looked at to tell it. */
const LOOKED_AT = 64;

/** What a directory holds, or else the published archive's directory in it. */
export function cifarIn(directory: string, names: readonly string[]): CifarFiles | undefined {
  for (const kind of cifarKinds) {
    const found = filesOf(kind, directory, names);
    if (found) return found;
  }
  const below = cifarKinds.filter((kind) => isDirectory(join(directory, kind.directory), names));
  const [kind] = below;
  // Of both neither is the one meant.
  if (kind === undefined || below.length > 1) return undefined;
  const inside = join(directory, kind.directory);
  return filesOf(kind, inside, namesIn(inside));
}

/** What a file of any name holds: its size and its first labels tell. */
export async function cifarFile({ path, size, isGzip }: Place): Promise<CifarFiles | undefined> {
  const name = basename(path);
  if (isGzip || size === 0 || !name.endsWith(".bin")) return undefined;
  for (const kind of cifarKinds) {
    const split = kind.splitOf(name);
    const isWhole = size % recordBytes(kind) === 0;
    if (!isWhole || !hasPublishedLabels(kind, await firstLabels(path, kind, size))) continue;
    const said = split ?? (/train/i.test(name) ? "train" : "test");
    return { kind, splits: new Map([[said, [path]]]) };
  }
  return undefined;
}

function filesOf(
  kind: CifarKind,
  directory: string,
  names: readonly string[],
): CifarFiles | undefined {
  const splits = new Map<string, string[]>();
  for (const name of names.toSorted(byNumber)) {
    const split = kind.splitOf(name);
    if (split) splits.set(split, [...(splits.get(split) ?? []), join(directory, name)]);
  }
  return splits.size > 0 ? { kind, splits } : undefined;
}

/** data_batch_2 before data_batch_10. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

function isDirectory(path: string, names: readonly string[]): boolean {
  if (!names.includes(basename(path))) return false;
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

async function firstLabels(path: string, kind: CifarKind, size: number): Promise<Uint8Array[]> {
  await using open = await openRegular(path);
  const bytes = recordBytes(kind);
  const records = Array.from({ length: Math.min(LOOKED_AT, size / bytes) }, async (_, i) => {
    const { buffer } = await open.handle.read(Buffer.alloc(kind.labelBytes), {
      position: i * bytes,
    });
    return buffer;
  });
  return Promise.all(records);
}
