import { logitsOf, type ForwardStep, type Graph } from "@evalpool/models";
import { softmax, type Tensor } from "@evalpool/tensor";

/** Each class's probability by label, whatever the network's last function: the softmax of its logits. */
export function readProbabilities(
  graph: Graph,
  x: Tensor,
  steps: readonly ForwardStep[],
): Float64Array {
  const { output } = logitsOf(graph);
  const { data, shape } = steps.find(({ node }) => node.output === output)?.output ?? x;
  return Float64Array.from(softmax({ data: Float64Array.from(data), shape }).data);
}
