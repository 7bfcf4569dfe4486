import { appendFileSync } from "node:fs";
import { UsageError } from "@evalpool/errors";
import { systemMessage, writeWhole } from "@evalpool/files/node";
import type { EpochRecord } from "@evalpool/training";
import { jsonLine } from "../terminal/json-line.js";

/** Lines of JSON, one for each epoch, each there when its epoch ends. */
export type EpochLog = (record: EpochRecord) => void;

/**
 * Begins a log anew, with the epochs that there were before.
 *
 * @throws {UsageError} when it cannot be written; so does the log
 */
export async function openEpochLog(
  file: string,
  before: readonly EpochRecord[],
): Promise<EpochLog> {
  await writeWhole(file, before.map(jsonLine).join(""));
  return (record) => {
    try {
      appendFileSync(file, jsonLine(record));
    } catch (cause) {
      throw new UsageError(`cannot write ${file}: ${systemMessage(cause)}`, { cause });
    }
  };
}
