import { defaultOptions, type TrainOptions } from "./options.js";

/** What networks of the zoo are trained with instead of the defaults, by their ids. */
const recipes: Readonly<Record<string, Partial<TrainOptions>>> = {
  cnn: {
    epochs: 12,
    batchSize: 100,
    learningRate: 0.004,
    weightDecay: 0.02,
    warp: 0.1,
  },
};

/** The options that made the weights of a network of the zoo, or are meant for any other. */
export function recipeFor(id: string): TrainOptions {
  return { ...defaultOptions, ...(Object.hasOwn(recipes, id) ? recipes[id] : {}) };
}
