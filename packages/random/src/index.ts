export { createRandom, type Random } from "./create-random.js";
export { shuffle } from "./shuffle.js";
