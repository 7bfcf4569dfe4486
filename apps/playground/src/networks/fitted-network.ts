import { stepFlags, stepsToFit, type FittingSteps, type ImageSize } from "@evalpool/models";
import type { Network } from "./network.js";

/** A network that has done to images what they lack to fit it. */
export interface FittedNetwork {
  readonly network: Network;
  readonly steps: FittingSteps;
}

/** @returns undefined where images fit as they are, or nothing makes them fit */
export function fittedNetwork(network: Network, images: ImageSize): FittedNetwork | undefined {
  const { graph } = network.model;
  const steps = stepsToFit(graph, images);
  if (steps === undefined || Object.keys(steps).length === 0) return undefined;
  const fitted = { ...graph, preprocess: { ...graph.preprocess, ...steps } };
  // What a network does to images already may be in the way of it.
  if (Object.keys(stepsToFit(fitted, images) ?? steps).length > 0) return undefined;
  const model = { ...network.model, graph: fitted };
  return { network: { ...network, model, flags: [...network.flags, ...stepFlags(steps)] }, steps };
}
