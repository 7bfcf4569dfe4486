import { UsageError } from "@evalpool/errors";
import { createWholeFile } from "@evalpool/files/node";
import type { LabelledImages } from "../labelled-images.js";
import { countImages } from "./count-images.js";
import { requireWriting } from "./require-writing.js";

/** Rows that are written at a time. */
const BLOCK = 100;

/**
 * Writes a table as of Kaggle: `label,pixel0,pixel1,…`, then for each image its label and its pixels,
 * channel by channel and row by row. Labels stay numbers where classes have names, which
 * `--class-names` says when it is read.
 *
 * @throws {UsageError} when it cannot be written, or the arrays do not fit their shape
 */
export async function writeCsv(file: string, data: LabelledImages): Promise<void> {
  requireWriting("writeCsv", { file }, data);
  const { images, labels, shape } = data;
  const count = countImages(data);
  const pixels = shape[0] * shape[1] * shape[2];
  if (pixels === 0) throw new UsageError("expected images of pixels, got an empty shape");
  using whole = createWholeFile(file);
  const names = Array.from({ length: pixels }, (_, i) => `pixel${i}`);
  whole.write(`label,${names.join(",")}\n`);
  for (let first = 0; first < count; first += BLOCK) {
    const rows: string[] = [];
    for (let i = first; i < Math.min(first + BLOCK, count); i++) {
      rows.push(`${labels[i] ?? 0},${images.subarray(i * pixels, (i + 1) * pixels).join(",")}\n`);
    }
    whole.write(rows.join(""));
  }
  await whole.keep();
}
