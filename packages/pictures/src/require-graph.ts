import { objectWith, requireArgument } from "@evalpool/errors";

/** For callers without types. @throws {UsageError} when it is no graph */
export function requireGraph(caller: string, value: unknown): void {
  const graph = objectWith("a graph, as a model has", "input", "nodes");
  requireArgument(`${caller}: graph`, graph, value);
}
