import { readFileSync, statSync, type Stats } from "node:fs";
import { InvalidArgumentError } from "commander";

const LARGEST_SIDE = 65_536;

/** For a commander option: `HxW`, or `CxHxW`. */
export function imageSize(text: string): number[] {
  const sides = text.split(/[x×]/).map((side) => (/^\d{1,5}$/.test(side) ? Number(side) : NaN));
  const isSize = sides.every((side) => side >= 1 && side <= LARGEST_SIDE);
  if (isSize && (sides.length === 2 || sides.length === 3)) return sides;
  throw new InvalidArgumentError(
    "Expected height and width, as 28x28, or channels too, as 3x32x32.",
  );
}

const units: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
};

/** For a commander option: a number of bytes, as `512MiB` or `2GB`. */
export function byteSize(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmg]?i?)b?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (units[unit.toLowerCase()] ?? NaN));
  if (number !== "" && Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError("Expected a number of bytes, as 512MiB or 2GB.");
}

/** Bytes of a file of names: more than any data set's take. */
const LARGEST_FILE = 2 ** 20;

/** For a commander option: names with commas between, or a file with one on each line. */
export function classNames(text: string): string[] {
  const lines = linesOf(text);
  if (lines === undefined && /[/\\]|\.(?:txt|csv|names|json)$/i.test(text)) {
    throw new InvalidArgumentError("There is no such file.");
  }
  const names = lines ?? text.split(",").map((name) => name.trim());
  if (names.length > 0 && names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("Expected the name of each class, none empty.");
}

function linesOf(file: string): string[] | undefined {
  const stats = statsOf(file);
  if (!stats?.isFile()) return undefined;
  if (stats.size > LARGEST_FILE) {
    throw new InvalidArgumentError(`Expected a file of at most ${LARGEST_FILE} bytes.`);
  }
  const text = readFileSync(file, "utf8").replace(/^\ufeff/, "");
  return text.trimEnd().split(/\r?\n/);
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // The names of many classes are longer than any file's name.
    return undefined;
  }
}
