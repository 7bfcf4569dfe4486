export {
  accuracy,
  correct,
  createTally,
  mergeTallies,
  total,
  updateTally,
  type Tally,
} from "./tally.js";
