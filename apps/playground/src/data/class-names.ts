import { nameClasses } from "@evalpool/metrics";
import { classCount, type Graph } from "@evalpool/models";
import type { TestSet } from "./test-set.js";

/** What a network's classes are called, by label: as the data set has it, else the network. */
export function classNames(graph: Graph, set: TestSet | undefined): readonly string[] {
  return nameClasses(classCount(graph), set?.source.classNames ?? graph.classNames);
}
