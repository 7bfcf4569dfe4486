import { parameterCount, type Graph } from "@evalpool/models";

/** Of any file of weights, in bytes: 256 million float32. */
const LARGEST_CHECKPOINT = 2 ** 30;
/** Of one for a small network: more than that has use for, so that other files can be told. */
const SMALLEST_BOUND = 2 ** 28;
/** Bytes that a weight takes at most, as a float64 that a pickle writes as text. */
const WIDEST_WEIGHT = 16;
/** Of a network's description, in bytes; that of a network with a thousand layers takes 100,000. */
const LARGEST_SPEC = 2 ** 24;
/** Of a file with a network and its weights, in bytes. */
const LARGEST_NETWORK = 2 ** 31;

/** Bytes of a file that may hold the weights of a network. @throws {SpecError} */
export function largestCheckpoint(graph: Graph): number {
  return Math.min(LARGEST_CHECKPOINT, SMALLEST_BOUND + WIDEST_WEIGHT * parameterCount(graph));
}

/** Bytes of a file that may hold or describe a network, by its name. */
export function largestNetwork(file: string): number {
  return file.endsWith(".json") ? LARGEST_SPEC : LARGEST_NETWORK;
}
