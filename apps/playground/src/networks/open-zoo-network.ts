import { readCheckpoint } from "@evalpool/checkpoints";
import { CheckpointError, required, SpecError } from "@evalpool/errors";
import { bind, zoo, type ZooEntry } from "@evalpool/models";
import { fetchBytes } from "../files/fetch-bytes.js";
import { fetchPublished } from "../files/fetch-published.js";
import type { Network } from "./network.js";
import { shippedWeights } from "./shipped-weights.js";

/**
 * A network of the zoo with its weights: those that come with the page, or those that others publish.
 *
 * @throws {SpecError} when there is none of that name
 * @throws {CheckpointError | DataError} when its weights cannot be had
 */
export async function openZooNetwork(id: string, signal: AbortSignal): Promise<Network> {
  const entry = zoo.get(id);
  if (entry === undefined) throw new SpecError(id, [`expected ${[...zoo.keys()].join(", ")}`]);
  const flags = ["--model", id];
  const { graph, parameters } = entry;
  if (parameters) return { model: { graph, parameters }, flags };
  const { name, bytes } = await weightsOf(entry, signal);
  const read = await readCheckpoint(bytes, name);
  return { model: bind(graph, read.parameters, name, read.skipped), flags };
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function weightsOf(
  { graph, shipped, remote }: ZooEntry,
  signal: AbortSignal,
): Promise<NamedBytes> {
  if (shipped !== undefined) {
    const url = required(shippedWeights.get(shipped), shipped);
    return { name: shipped, bytes: await fetchBytes(url, signal) };
  }
  if (remote !== undefined) {
    return { name: remote.file, bytes: await fetchPublished(remote, signal) };
  }
  throw new CheckpointError(`model ${graph.id}`, "no weights of its own; open a file of them");
}
