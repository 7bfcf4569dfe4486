import type { Model } from "../model.js";
import { dropoutFactor } from "../ops/dropout.js";
import { bypass } from "./bypass.js";
import type { Tell } from "./pass.js";

/** Without the nodes that give what they take, once training is over. */
export function dropIdentities(model: Model, tell?: Tell): Model {
  const graph = model.graph.nodes.reduce((before, node) => {
    const isIdentity =
      node.op === "identity" || (node.op === "dropout" && dropoutFactor(node.attributes) === 1);
    const { output } = node;
    const now = before.nodes.find((one) => one.output === output);
    if (!isIdentity || now === undefined) return before;
    tell?.({ node: output, became: "free" });
    return bypass(before, now);
  }, model.graph);
  return { ...model, graph };
}
