export {
  corruptions,
  severities,
  type Corruption,
  type CorruptionName,
  type CorruptionStrength,
  type Severity,
} from "./corruption.js";
export { createCorrupter, type Corrupter } from "./create-corrupter.js";
export { parseCorruption } from "./parse-corruption.js";
