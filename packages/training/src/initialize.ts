import { operationOf, type Graph, type OpName } from "@evalpool/models";
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
 * Gives a network its first parameters: weights evenly spread around 0 — uniform rather than normal, for that
 * needs a square root alone and so is the same in every engine. All else starts as its
 * operation says, biases at 0.
 *
 * @param scheme without it, He where a ReLU or its kind follows, else Xavier
 */
export function initialize(
  network: Network,
  graph: Graph,
  random: Random,
  scheme?: Initialization,
): void {
  for (const { name, parameters } of network.layers) {
    const variance = variances[scheme ?? suitable(graph, name)];
    for (const parameter of parameters) initializeParameter(parameter, variance, random);
  }
}

function initializeParameter(
  { values, fans, initial = 0 }: TrainableParameter,
  variance: (fans: { in: number; out: number }) => number,
  random: Random,
): void {
  if (fans === undefined) {
    values.fill(initial);
    return;
  }
  // A uniform distribution on [-limit, limit) has variance limit² / 3.
  const limit = Math.sqrt(3 * variance(fans));
  for (let i = 0; i < values.length; i++) values[i] = random.uniform(-limit, limit);
}

/** Activations that let about half of the variance through. */
const rectifiers: readonly OpName[] = [
  "relu",
  "leakyRelu",
  "prelu",
  "elu",
  "gelu",
  "silu",
  "hardSwish",
];

/** What suits the first activation that reads what a layer gives, by way of others or not. */
function suitable({ nodes }: Graph, name: string): Initialization {
  const reached = new Set<string>();
  for (const node of nodes) {
    const isReached = node.inputs.some((value) => reached.has(value));
    if (node.name === name || isReached) reached.add(node.output);
    if (isReached && operationOf(node.op).isActivation) {
      return rectifiers.includes(node.op) ? "he" : "xavier";
    }
  }
  return "xavier";
}
