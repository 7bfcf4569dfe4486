import { createHash } from "node:crypto";
import { NPY_HEAD, withArchive, type ArchiveKind, type Member } from "@evalpool/arrays";
import { DataError, shorten } from "@evalpool/errors";
import { fileStamp, untilSettled } from "@evalpool/files/node";
import type { ArrayFile } from "./array-file.js";
import { npyArray, type NpyArray } from "./npy-array.js";
import { openSource, type FileSource } from "./open-source.js";
import { requireAtRest } from "./require-at-rest.js";

const kind: ArchiveKind = {
  name: "NPZ file",
  member: ["an array", "arrays"],
  // Keras' have four, MedMNIST's six.
  most: 2000,
};

/** The names of the arrays of an NPZ file, in its order. @throws {DataError} */
export async function npzNames(file: string): Promise<string[]> {
  await using source = await openSource(file);
  return await withMembers(file, source, async (members) => {
    const names: string[] = [];
    for await (const { name } of members) names.push(name.replace(/\.npy$/, ""));
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) throw new DataError(file, `${shorten(twice)} is there twice`);
    return names;
  });
}

/** Opens an array of an NPZ file, by its name. @throws {DataError} */
export async function openNpzArray(file: string, name: string): Promise<ArrayFile> {
  await using source = await openSource(file);
  return await withMember(file, name, source, async (member) => {
    const told = `${file}: ${shorten(member.name)}`;
    const array = npyArray(await member.head(NPY_HEAD), member.size, told);
    const place = await member.place();
    return {
      ...array,
      ...(place !== undefined && { place: { file, offset: place + array.dataStart } }),
      pour: (write) => pour(file, name, array, write),
    };
  });
}

async function pour(
  file: string,
  name: string,
  { dataStart }: NpyArray,
  write: (piece: Uint8Array) => void,
): ReturnType<ArrayFile["pour"]> {
  await using source = await openSource(file);
  await untilSettled(await source.stats());
  const stamp = fileStamp(await source.stats());
  const hash = createHash("sha256");
  let at = 0;
  await withMember(file, name, source, ({ pour }) =>
    pour((piece) => {
      hash.update(piece);
      if (at + piece.length > dataStart) write(piece.subarray(Math.max(0, dataStart - at)));
      at += piece.length;
    }),
  );
  requireAtRest(file, stamp, await source.stats());
  return { sha256: hash.digest("hex"), stamp };
}

function withMember<T>(
  file: string,
  name: string,
  source: FileSource,
  use: (member: Member) => Promise<T>,
): Promise<T> {
  return withMembers(file, source, async (members) => {
    for await (const member of members) {
      if (member.name.replace(/\.npy$/, "") === name) return use(member);
    }
    throw new DataError(file, `holds no array ${shorten(name)} any more`);
  });
}

function withMembers<T>(
  file: string,
  source: FileSource,
  use: (members: AsyncIterable<Member>) => Promise<T>,
): Promise<T> {
  return withArchive(source, (reason, cause) => new DataError(file, reason, cause), kind, use);
}
