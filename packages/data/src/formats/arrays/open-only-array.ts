import { DataError, shorten } from "@evalpool/errors";
import { lookAt } from "../../place.js";
import type { ArrayFile } from "./array-file.js";
import { npzNames, openNpzArray } from "./npz-arrays.js";
import { openNpy } from "./open-npy.js";

/** Opens the array that a file is, or that it holds as its only one. @throws {DataError} */
export async function openOnlyArray(file: string): Promise<ArrayFile> {
  const { kind } = await lookAt(file);
  if (kind?.id === "npy") return openNpy(file);
  if (kind?.id !== "npz") {
    const got = kind?.name ?? "a file of no known kind";
    throw new DataError(file, `expected an NPY file, or an NPZ file of one array, got ${got}`);
  }
  const names = await npzNames(file);
  const [name] = names;
  if (name !== undefined && names.length === 1) return openNpzArray(file, name);
  const got = names.slice(0, 5).map((it) => shorten(it, 40));
  throw new DataError(file, `expected one array, got ${got.join(", ") || "none"}`);
}
