import type { Pass } from "../state/pass.js";
import { nodesOf, type ShownStage } from "./shown-stage.js";
import type { Values } from "./value-range.js";

/** Which of a stage's values: A, before its activation function and the like, or Z, after it. */
export type Moment = "before" | "after";

/** What each node of a stage gave in a pass, in order; of the input, that alone. */
export function valuesOfNodes({ stage }: ShownStage, pass: Pass): readonly Float32Array[] {
  if (stage === undefined) return [floatsOf(pass.input.data)];
  const { nodes } = pass.network.model.graph;
  return nodesOf(stage).map(({ output }) => {
    const at = nodes.findIndex((node) => node.output === output);
    return floatsOf(pass.values[at]?.data ?? []);
  });
}

/** What is pictured of a stage: its values, or what became of them since another pass. */
export function stageValues(
  shown: ShownStage,
  moment: Moment,
  pass: Pass,
  before?: Pass,
): Float32Array {
  const now = valuesAt(shown, moment, pass);
  if (before === undefined) return now;
  const then = valuesAt(shown, moment, before);
  return now.map((value, i) => value - (then[i] ?? 0));
}

function valuesAt(shown: ShownStage, moment: Moment, pass: Pass): Float32Array {
  const values = valuesOfNodes(shown, pass);
  return values.at(moment === "before" ? 0 : -1) ?? new Float32Array(0);
}

/** Values of a pass are float32; its types say any. */
function floatsOf(data: Values): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
