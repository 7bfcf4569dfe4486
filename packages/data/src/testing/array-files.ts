import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeNpz, type NumberArray } from "@evalpool/arrays";
import { DataError } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/mnist";
import { expect } from "vitest";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";
import type { PathOptions } from "../dataset-options.js";
import { findData } from "../open-path.js";

/** The first split of what is at a path. */
export async function open(path: string, options: PathOptions = {}): Promise<IndexedSource> {
  const { splits, open } = await findData(path, options);
  return open(splits[0] ?? "");
}

/** Why there is none, without the directory that the path is in. */
export async function refusal(path: string, options: PathOptions = {}): Promise<string> {
  const error = await open(path, options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).message.replaceAll(`${dirname(path)}/`, "");
}

/** Files of these contents, below a new directory. */
export function directoryOf(files: Readonly<Record<string, Uint8Array>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}

export function fileOf(name: string, content: Uint8Array): string {
  return join(directoryOf({ [name]: content }), name);
}

/** 0, 1, 2, … */
export function bytes(shape: readonly number[]): NumberArray {
  const length = shape.reduce((product, n) => product * n, 1);
  return { data: Uint8Array.from({ length }, (_, i) => i), shape };
}

export function npz(arrays: Readonly<Record<string, NumberArray>>): Promise<Uint8Array> {
  return encodeNpz(new Map(Object.entries(arrays)));
}

export const images = bytes([3, 2, 2]);
export const labels = { data: Uint8Array.of(0, 2, 1), shape: [3] };
export const pixels = images.data as Uint8Array;
