export { createRandom, type Random, type RandomState, type RandomStream } from "./create-random.js";
export { shuffle } from "./shuffle.js";
