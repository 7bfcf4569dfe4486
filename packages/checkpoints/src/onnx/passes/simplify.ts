import type { Network } from "./network.js";
import { rewrite } from "./rewrite.js";
import { dropReshape, mergeReshapes, sinkReshape } from "./shape-rules.js";
import {
  mergeTransposes,
  sinkTranspose,
  transposeAsReshape,
  turnWeights,
} from "./transpose-rules.js";

/** Without the transposes and reshapes that exporters write around layers, where that can be. */
export function simplify(network: Network): Network {
  const rules = [
    mergeTransposes,
    transposeAsReshape,
    sinkTranspose,
    mergeReshapes,
    dropReshape,
    sinkReshape,
    turnWeights,
  ];
  return rewrite(network, rules);
}
