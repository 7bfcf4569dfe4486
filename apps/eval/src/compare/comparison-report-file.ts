import { parseCorruption, type Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { DataError, UsageError } from "@evalpool/errors";
import type { Comparison } from "@evalpool/evaluate";
import { writeWhole } from "@evalpool/files/node";
import { renderComparison } from "@evalpool/report";
import { openView } from "../open-view.js";
import { requireWritable } from "../require-writable.js";

/** A page in the making. */
export interface ComparisonReportFile {
  /**
   * Writes it.
   *
   * @param source the images, where they are to be shown
   * @throws {UsageError} when it cannot be written
   * @throws {DataError} when the images cannot be read any more
   */
  write(comparison: Comparison, source: IndexedSource | undefined): Promise<void>;
}

/** @throws {UsageError} when there cannot be such a file, before the work that it is of */
export async function openComparisonReport(file: string): Promise<ComparisonReportFile> {
  await requireWritable(file);
  return {
    async write(comparison, source) {
      if (source === undefined) {
        await writeWhole(file, await renderComparison({ comparison }));
        return;
      }
      using view = openView(source, corruptionOf(comparison));
      await writeWhole(file, await renderComparison({ comparison, images: view.read }));
    },
  };
}

/** What was done to the images when they were evaluated. @throws {DataError} when that is not known */
function corruptionOf({ dataset, a }: Comparison): Corruption | undefined {
  if (dataset.corruption === undefined) return undefined;
  const { name, severity, seed } = dataset.corruption;
  try {
    return { ...parseCorruption(`${name}:${severity}`), seed };
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new DataError(a.file, cause.message, { cause });
  }
}
