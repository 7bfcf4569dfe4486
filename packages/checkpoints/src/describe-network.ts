import { UsageError } from "@evalpool/errors";
import { completePreprocess, type Graph } from "@evalpool/models";
import type { FileNetwork, FileNetworkOptions } from "./file-network.js";

/**
 * The network of a spec, with what the caller says of it.
 *
 * @throws {UsageError} when an output is chosen, of which a spec has one
 */
export function describeNetwork(
  graph: Graph,
  { output, preprocess: asked }: Pick<FileNetworkOptions, "output" | "preprocess">,
): FileNetwork {
  if (output !== undefined) {
    throw new UsageError("--output is of networks in a file; a spec names its own");
  }
  const said = completePreprocess(asked ?? {});
  const isCallers = Object.keys(said).length > 0;
  const preprocess = { ...graph.preprocess, ...said };
  return { graph: { ...graph, preprocess }, ...(isCallers && { preprocessSource: "caller" }) };
}
