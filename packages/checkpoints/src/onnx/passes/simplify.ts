import type { Graph, Parameters } from "@evalpool/models";

/** A graph and its parameters, as its nodes name them. */
export interface Network {
  readonly graph: Graph;
  readonly parameters: Parameters;
}

export function simplify(network: Network): Network {
  return network;
}
