import { csv } from "./csv/csv.js";
import type { Format } from "./format.js";
import { idx } from "./idx.js";

/** All that are read, in the order in which they are asked whether a place is theirs. */
export const formats: readonly Format[] = [idx, csv];
