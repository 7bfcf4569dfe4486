import { basename, join } from "node:path";
import { lookAt } from "../../place.js";
import { splitCalled } from "../../split-names.js";
import type { Place } from "../format.js";
import { delimiterOf } from "./delimiter.js";

const NAME = /\.(?:csv|tsv)(?:\.gz)?$/i;
/** Fields with a digit by which a table of pixels is told. */
const FEW = 4;

/** A table of a directory, or one alone. */
export interface TableFile {
  readonly file: string;
  readonly split: string;
}

/**
 * The tables of images that are in a place: a file, which is the test split unless its name says
 * another; of a directory those whose names say a split, or the only one.
 */
export async function tablesIn(place: Place): Promise<readonly TableFile[]> {
  const { path, isDirectory, names } = place;
  if (!isDirectory) return isTable(place) ? [{ file: path, split: splitOf(path) ?? "test" }] : [];
  const files: string[] = [];
  for (const name of names.filter((name) => NAME.test(name))) {
    const file = join(path, name);
    // Others lie beside images of other kinds, and tell of them.
    if (await isThereTable(file)) files.push(file);
  }
  const [only] = files;
  if (files.length === 1 && only !== undefined) {
    return [{ file: only, split: splitOf(only) ?? "test" }];
  }
  return files.flatMap((file) => {
    const split = splitOf(file);
    return split === undefined ? [] : [{ file, split }];
  });
}

async function isThereTable(file: string): Promise<boolean> {
  const place = await lookAt(file);
  return !place.isDirectory && isOfPixels(place);
}

/** By its name, so that what is wrong with it is told; or by its content, whatever it is called. */
function isTable(place: Place): boolean {
  const isText = place.kind === undefined || /^(?:csv|text|empty)$/.test(place.kind.id);
  return isText && (NAME.test(place.path) || isOfPixels(place));
}

/** Whether the first line, as far as it is known, has fields that are numbered, or numbers. */
function isOfPixels({ head, kind }: Place): boolean {
  if (kind?.id !== "csv" && kind?.id !== "text") return false;
  const [line = ""] = new TextDecoder().decode(head).split("\n", 1);
  const fields = line.split(delimiterOf(line)).slice(1);
  return fields.filter((field) => /^[^\d]{0,20}\d[^\s]{0,30}$/.test(field.trim())).length >= FEW;
}

/** What a file's name says, where it says one thing: `mnist_test.csv`. */
function splitOf(file: string): string | undefined {
  const stem = basename(file).replace(NAME, "").toLowerCase();
  const said = (stem.match(/[a-z]+/g) ?? [])
    .map(splitCalled)
    .filter((split) => split !== undefined);
  const [split] = said;
  return said.every((other) => other === split) ? split : undefined;
}
