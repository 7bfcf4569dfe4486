import type { Suite } from "./suite.ts";
import { models } from "./suites/models.ts";

/** In the order in which they are measured. */
export const suites = [models] as readonly Suite[];
