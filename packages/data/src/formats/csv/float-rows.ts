import { DataError } from "@evalpool/errors";
import { scanPixels } from "../../pixels-of-numbers.js";
import type { Spool } from "../../spool.js";
import { parseRow, placeOf } from "./parse-row.js";
import { isFraction } from "./read-fields.js";
import type { RowReader } from "./row-reader.js";
import type { Table } from "./table.js";

/**
 * Rows of any numbers, into the spool as float32. Where none of them has a point or an exponent, the
 * table is one of bytes, and what is no byte is a fault of it.
 */
export function createFloatRows(table: Table, spool: Spool): RowReader {
  const { file, labels } = table;
  const scan = scanPixels(file);
  let hasFractions = false;
  let noByte: string | undefined;
  return {
    read(bytes, start, end, line) {
      const { label, fields, pixels } = parseRow(table, bytes.toString("utf8", start, end), line);
      if (label !== undefined) labels?.add(label, line);
      hasFractions ||= fields.some(isFraction);
      if (noByte === undefined && !hasFractions) {
        const bad = pixels.findIndex((value) => value < 0 || value > 255);
        const got = `got ${fields[bad] ?? ""}`;
        if (bad !== -1) noByte = `${placeOf(table, line, bad)}: expected 0 to 255, ${got}`;
      }
      scan.add(pixels);
      const floats = new Float32Array(pixels);
      spool.write(new Uint8Array(floats.buffer));
      return true;
    },
    finish() {
      if (noByte !== undefined && !hasFractions) throw new DataError(file, noByte);
      return scan.meaning();
    },
  };
}
