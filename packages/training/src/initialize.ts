import { operationOf, type Graph } from "@evalpool/models";
import type { Random } from "@evalpool/random";
import type { TrainableParameter } from "./layers/layer.js";
import type { Network } from "./network.js";

/** How wide first weights spread: for relu (He et al. 2015), or for sigmoid (Glorot and Bengio 2010). */
export type Initialization = "he" | "xavier";

/**
 * Variance of the first weights, of a parameter that sums `in` inputs and reaches `out` outputs:
 * - `he`: 2 / in, for ReLU, which halves the variance (He et al. 2015, arXiv:1502.01852)
 * - `xavier`: 2 / (in + out), for sigmoid and identity (Glorot and Bengio 2010)
 */
export const variances: Record<Initialization, (fans: { in: number; out: number }) => number> = {
  he: (fans) => 2 / fans.in,
  xavier: (fans) => 2 / (fans.in + fans.out),
};

/**
 * Gives a network its first weights, evenly spread around 0 — uniform rather than normal, for that
 * needs a square root alone and so is the same in every engine. Biases start at 0.
 *
 * @param scheme without it, He where a ReLU follows, else Xavier
 */
export function initialize(
  network: Network,
  graph: Graph,
  random: Random,
  scheme?: Initialization,
): void {
  for (const [index, { parameters }] of network.layers.entries()) {
    const variance = variances[scheme ?? suitable(graph, index)];
    for (const parameter of parameters) initializeParameter(parameter, variance, random);
  }
}

function initializeParameter(
  { values, fans }: TrainableParameter,
  variance: (fans: { in: number; out: number }) => number,
  random: Random,
): void {
  if (fans === undefined) {
    values.fill(0);
    return;
  }
  // A uniform distribution on [-limit, limit) has variance limit² / 3.
  const limit = Math.sqrt(3 * variance(fans));
  for (let i = 0; i < values.length; i++) values[i] = random.uniform(-limit, limit);
}

/** What suits the activation that follows a layer. */
function suitable({ nodes }: Graph, layer: number): Initialization {
  const next = nodes.slice(layer).find(({ op }) => operationOf(op).isActivation);
  return next?.op === "relu" ? "he" : "xavier";
}
