import { basename, join } from "node:path";
import { DataError, shorten } from "@evalpool/errors";
import { lookInto } from "../../look-into.js";
import { splitCalled } from "../../split-names.js";

/** Files by split, in the order of their rows. */
export type ParquetFiles = ReadonlyMap<string, readonly string[]>;

/** As Hugging Face names them: `test-00000-of-00001.parquet`, some with a digest behind. */
const SHARD = /^(.*?)-(\d{5})-of-(\d{5})(?:-[0-9a-f]{16})?\.parquet$/;
const SUFFIX = /(?:-[0-9a-f]{16})?\.parquet$/;

/**
 * Finds the Parquet files in a directory, or in those right in it, as `data/` or one for each split.
 *
 * @throws {DataError} when one of several is missing, or there are files of several data sets
 */
export function findParquet(path: string): ParquetFiles {
  const here = parquetIn(path);
  if (here.length > 0) return bySplit(path, here);
  const inside = lookInto(path).folders.map((name) => ({
    name,
    files: parquetIn(join(path, name)),
  }));
  const holding = inside.filter(({ files }) => files.length > 0);
  const [first, other] = holding.filter(({ name }) => splitCalled(name) === undefined);
  if (first && other) {
    const both = `${shorten(first.name, 40)} and ${shorten(other.name, 40)}`;
    throw new DataError(path, `holds Parquet files in ${both}; give one of them`);
  }
  return bySplit(
    path,
    holding.flatMap(({ files }) => files),
  );
}

function parquetIn(path: string): string[] {
  const { files } = lookInto(path);
  return files.filter((name) => name.endsWith(".parquet")).map((name) => join(path, name));
}

/** The split that a file is of, by its own name or its directory's. */
export function splitOfFile(file: string): string | undefined {
  const name = basename(file);
  const [, stem = name.replace(/\.parquet$/, "")] = SHARD.exec(name) ?? [];
  const [last = stem] = stem.split(/[-_.]/).reverse();
  return splitCalled(stem) ?? splitCalled(last) ?? splitCalled(basename(join(file, "..")));
}

/** Where no file says its split, they are one. */
function bySplit(path: string, files: readonly string[]): ParquetFiles {
  const found = new Map<string, string[]>();
  for (const file of [...files].sort()) {
    const split = splitOfFile(file);
    if (split !== undefined) found.set(split, [...(found.get(split) ?? []), file]);
  }
  if (found.size === 0 && files.length > 0) found.set("test", [...files].sort());
  for (const some of found.values()) requireAll(path, some);
  return found;
}

function requireAll(path: string, files: readonly string[]): void {
  const shards = files.flatMap((file) => {
    const [, stem = "", index, count = ""] = SHARD.exec(basename(file)) ?? [];
    return index === undefined ? [] : [{ count, name: (i: string) => `${stem}-${i}-of-${count}` }];
  });
  const there = new Set(files.map((file) => basename(file).split(SUFFIX)[0]));
  const [one] = shards;
  for (let i = 0; i < Number(one?.count ?? 0); i++) {
    const name = one?.name(String(i).padStart(5, "0")) ?? "";
    if (there.has(name)) continue;
    throw new DataError(path, `expected ${Number(one?.count)} files, ${name}.parquet is missing`);
  }
}
