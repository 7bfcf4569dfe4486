import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexedSource } from "@evalpool/mnist";
import type { PathOptions } from "../dataset-options.js";
import { findData } from "../open-path.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

/** Writes a table, and opens it as its test split. */
export async function openCsv(
  content: string | Uint8Array,
  options: PathOptions = {},
  file = join(temporaryDirectory(), "digits.csv"),
): Promise<IndexedSource> {
  writeFileSync(file, content);
  return (await findData(file, options)).open("test");
}

/** Two images of 2×2 pixels and their labels, as rows. */
export const rows = "7,0,10,100,255\n2,1,2,3,4\n";

/** As Kaggle has them. */
export const table = `label,pixel0,pixel1,pixel2,pixel3\n${rows}`;
