import { cifar } from "./cifar.js";
import { csv } from "./csv/csv.js";
import { folder } from "./folder/folder.js";
import type { Format } from "./format.js";
import { numpy } from "./numpy.js";
import { parquet } from "./parquet/parquet.js";
import { safetensors } from "./safetensors.js";

/** Those that are asked where the files are no IDX files, in that order. */
export const otherFormats: readonly Format[] = [cifar, numpy, safetensors, csv, parquet, folder];
