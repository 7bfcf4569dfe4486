import { cifar } from "./cifar.js";
import { csv } from "./csv/csv.js";
import { folder } from "./folder/folder.js";
import type { Format } from "./format.js";
import { idx } from "./idx.js";
import { parquet } from "./parquet/parquet.js";

/** All that are read, in the order in which they are asked whether a place is theirs. */
export const formats: readonly Format[] = [idx, cifar, csv, parquet, folder];
