import { DataError, shorten } from "@evalpool/errors";
import type { Row } from "./open-parquet.js";

/**
 * The encoded image in a row.
 *
 * @param name of the row, for the error
 * @throws {DataError} when there is none
 */
export function imageOfRow(row: Row, column: string, name: string): Uint8Array {
  const value = row[column];
  if (value instanceof Uint8Array) return value;
  const { bytes, path } = (value ?? {}) as { bytes?: unknown; path?: unknown };
  if (bytes instanceof Uint8Array) return bytes;
  const where = typeof path === "string" ? `, but the path ${shorten(path, 60)}` : "";
  throw new DataError(name, `expected an image in column ${shorten(column, 40)}, got none${where}`);
}
