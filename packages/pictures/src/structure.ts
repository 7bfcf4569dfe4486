// A network in stages and words: what pictures of it are made of, without what draws them.
export { countOf, followersOf, givenName, valueLabel } from "./labels.js";
export { stagesOf, type Stage } from "./stages.js";
