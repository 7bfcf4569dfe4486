import { DataError } from "@evalpool/errors";
import { openContent } from "@evalpool/files/node";
import { isLabelName } from "./columns.js";
import { createLabelColumn, type LabelColumn } from "./label-column.js";
import { readFields } from "./read-fields.js";
import { wholeLines } from "./whole-lines.js";

/**
 * Reads labels, one on each line; the first may be a name of the column.
 *
 * @throws {DataError} when a line holds none
 */
export async function readLabelFile(file: string): Promise<LabelColumn> {
  await using content = await openContent(file);
  const labels = createLabelColumn(file);
  let line = 0;
  let blank: number | undefined;
  for await (const text of wholeLines(content, file)) {
    for (const row of text.toString("utf8").split(/\r?\n/).slice(0, -1)) {
      line++;
      if (row.trim() === "") {
        blank ??= line;
        continue;
      }
      if (blank !== undefined) {
        throw new DataError(file, `line ${blank}: expected a label, got a blank line`);
      }
      const [label = "", ...more] = readFields({ text: row, file, line }, ",");
      if (more.length > 0) {
        throw new DataError(file, `line ${line}: expected a label, got ${more.length + 1} fields`);
      }
      if (line > 1 || !isLabelName(label)) labels.add(label, line);
    }
  }
  return labels;
}
