import { cifar } from "./cifar.js";
import { csv } from "./csv/csv.js";
import { folder } from "./folder/folder.js";
import type { Format } from "./format.js";
import { idx } from "./idx.js";
import { numpy } from "./numpy.js";
import { parquet } from "./parquet/parquet.js";
import { safetensors } from "./safetensors.js";

/** All that are read, in the order in which they are asked whether a place is theirs. */
export const formats: readonly Format[] = [idx, cifar, numpy, safetensors, csv, parquet, folder];
