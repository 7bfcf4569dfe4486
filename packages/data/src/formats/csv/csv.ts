import { basename } from "node:path";
import { DataError, shorten } from "@evalpool/errors";
import type { Format } from "../format.js";
import { tablesIn } from "./table-files.js";

/**
 * Tables as of Kaggle: a row for each image, of its label and its pixels. Fields are parted by commas,
 * semicolons or tabs; names of the columns may come first.
 */
export const csv: Format = {
  name: "CSV files",
  async find(place) {
    const tables = await tablesIn(place);
    if (tables.length === 0) return undefined;
    return {
      splits: [...new Set(tables.map(({ split }) => split))].sort(),
      async open(split, options) {
        const files = tables.filter((table) => table.split === split).map(({ file }) => file);
        const [file = place.path, other] = files;
        if (other !== undefined) {
          const [a, b] = [file, other].map((path) => shorten(basename(path), 60));
          const reason = `holds several tables of its ${split} split, as ${a} and ${b}`;
          throw new DataError(place.path, `${reason}; give one of them as --data`);
        }
        const { openTable } = await import("./open-table.js");
        return openTable(file, split, options);
      },
    };
  },
};
