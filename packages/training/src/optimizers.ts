import type { TrainableParameter } from "./layers/layer.js";

/** How gradients move the parameters: by themselves, with momentum, or as Adam scales them. */
export type OptimizerName = "sgd" | "momentum" | "adam";

/** Moves the parameters against their gradients, once a batch. */
export interface Optimizer {
  step(learningRate: number): void;
  /** What it keeps from step to step, by name; whoever writes it puts it where it was. */
  readonly memory: ReadonlyMap<string, Float64Array>;
}

export const optimizers: Record<
  OptimizerName,
  (parameters: readonly TrainableParameter[]) => Optimizer
> = { sgd, momentum, adam };

/** w ← w - η·g */
function sgd(parameters: readonly TrainableParameter[]): Optimizer {
  return {
    memory: new Map(),
    step(learningRate) {
      for (const { values, gradient } of parameters) {
        for (let i = 0; i < values.length; i++) values[i]! -= learningRate * gradient[i]!;
      }
    },
  };
}

const MOMENTUM = 0.9;

/** v ← 0.9·v - η·g, w ← w + v (Polyak 1964) */
function momentum(parameters: readonly TrainableParameter[]): Optimizer {
  const states = parameters.map(({ name, values, gradient }) => ({
    name,
    values,
    gradient,
    velocity: new Float64Array(values.length),
  }));
  return {
    memory: new Map(states.map(({ name, velocity }) => [`velocity.${name}`, velocity])),
    step(learningRate) {
      for (const { values, gradient, velocity } of states) {
        for (let i = 0; i < values.length; i++) {
          const v = MOMENTUM * velocity[i]! - learningRate * gradient[i]!;
          velocity[i] = v;
          values[i]! += v;
        }
      }
    },
  };
}

/** The constants of the paper that introduced Adam. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * m ← β₁·m + (1-β₁)·g, v ← β₂·v + (1-β₂)·g², w ← w - η·m̂ / (√v̂ + ε), with m̂ = m / (1-β₁ᵗ) and
 * v̂ = v / (1-β₂ᵗ) (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1)
 */
function adam(parameters: readonly TrainableParameter[]): Optimizer {
  const states = parameters.map(({ name, values, gradient }) => ({
    name,
    values,
    gradient,
    mean: new Float64Array(values.length),
    square: new Float64Array(values.length),
  }));
  /** β₁ᵗ and β₂ᵗ */
  const powers = Float64Array.of(1, 1);
  return {
    memory: new Map([
      ["powers", powers],
      ...states.flatMap(({ name, mean, square }): [string, Float64Array][] => [
        [`mean.${name}`, mean],
        [`square.${name}`, square],
      ]),
    ]),
    step(learningRate) {
      powers[0]! *= BETA1;
      powers[1]! *= BETA2;
      const rate = learningRate / (1 - powers[0]!);
      const unbias = 1 / (1 - powers[1]!);
      for (const { values, gradient, mean, square } of states) {
        for (let i = 0; i < values.length; i++) {
          const g = gradient[i]!;
          const m = BETA1 * mean[i]! + (1 - BETA1) * g;
          const v = BETA2 * square[i]! + (1 - BETA2) * g * g;
          mean[i] = m;
          square[i] = v;
          values[i]! -= (rate * m) / (Math.sqrt(v * unbias) + EPSILON);
        }
      }
    },
  };
}

/**
 * Shrinks all weights, not biases, by a factor 1 - rate, whatever their gradients are: weight decay
 * decoupled from the optimiser (Loshchilov and Hutter 2019, arXiv:1711.05101).
 */
export function decayWeights(parameters: readonly TrainableParameter[], rate: number): void {
  if (rate === 0) return;
  for (const { values, fans } of parameters) {
    if (fans === undefined) continue;
    for (let i = 0; i < values.length; i++) values[i]! *= 1 - rate;
  }
}
