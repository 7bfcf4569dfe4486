import { DataError, shorten } from "@evalpool/errors";
import { namedLabels, numberedLabels, type LabelOptions, type Labels } from "../../labels.js";
import { isNumber } from "./read-fields.js";

/** Labels as they are read, one after the other. */
export interface LabelColumn {
  /** @param line where it stands, for errors @throws {DataError} when there are too many */
  readonly add: (text: string, line: number) => void;
  readonly count: () => number;
  /** @throws {DataError} when they are no labels, or not those that the options say */
  readonly finish: (options: LabelOptions) => Labels;
}

/** Labels that differ, and labels in all. */
const MOST_KINDS = 65_536;
const MOST = 2 ** 29;
const LONGEST = 200;

/** @param file for errors */
export function createLabelColumn(file: string): LabelColumn {
  let ids = new Uint16Array(1024);
  let count = 0;
  const kinds = new Map<string, { readonly id: number; readonly line: number }>();
  const addKind = (text: string, line: number): number => {
    if (text === "" || text.length > LONGEST) {
      const got = text === "" ? "an empty field" : shorten(text, 40);
      throw new DataError(file, `line ${line}: expected a label, got ${got}`);
    }
    // Of bytes that are no UTF-8 two names may look alike.
    if (text.includes("\ufffd")) {
      throw new DataError(
        file,
        `line ${line}: expected a label in UTF-8, got ${shorten(text, 40)}`,
      );
    }
    if (kinds.size === MOST_KINDS) {
      throw new DataError(file, `line ${line}: expected at most ${MOST_KINDS} different labels`);
    }
    kinds.set(text, { id: kinds.size, line });
    return kinds.size - 1;
  };
  return {
    add(text, line) {
      const id = kinds.get(text)?.id ?? addKind(text, line);
      if (count === ids.length) ids = grown(ids, file);
      ids[count++] = id;
    },
    count: () => count,
    finish(options) {
      const names = [...kinds.keys()];
      const all = ids.subarray(0, count);
      const notWhole = names.find((name) => !isWhole(name));
      if (notWhole === undefined) {
        const values = names.map(Number);
        return numberedLabels(
          Float64Array.from(all, (id) => values[id] ?? NaN),
          file,
          options,
        );
      }
      if (options.classNames && !isNumber(notWhole)) {
        return namedLabels(all, names, file, options);
      }
      const got = `got ${shorten(notWhole, 40)}`;
      const where = `line ${kinds.get(notWhole)?.line ?? 0}`;
      const advice = isNumber(notWhole) ? "" : "; --class-names says which number a name has";
      throw new DataError(
        file,
        `${where}: expected a label that is a whole number, ${got}${advice}`,
      );
    },
  };
}

function grown(ids: Uint16Array, file: string): Uint16Array<ArrayBuffer> {
  if (ids.length >= MOST) throw new DataError(file, `expected at most ${MOST} images, got more`);
  const larger = new Uint16Array(2 * ids.length);
  larger.set(ids);
  return larger;
}

/** Also `7.0`, as those are written who stand among floats. */
function isWhole(text: string): boolean {
  return isNumber(text) && Number.isInteger(Number(text));
}
