import { tellFailure } from "../state/notice.js";

/** Opens what was dropped or chosen. */
export async function openFiles(files: readonly File[]): Promise<void> {
  tellFailure(new Error(`${files.map(({ name }) => name).join(", ")}: expected a known file`));
  return Promise.resolve();
}
