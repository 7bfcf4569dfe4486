export { createRandom, type Random, type RandomState } from "./create-random.js";
export { shuffle } from "./shuffle.js";
