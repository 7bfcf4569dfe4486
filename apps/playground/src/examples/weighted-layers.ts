import { required } from "@evalpool/errors";
import { trace, type Model } from "@evalpool/models";
import type { Tensor } from "@evalpool/tensor";

/** A tensor, and what it is called. */
interface Named {
  readonly name: string;
  readonly value: Tensor;
}

/** A layer of neurons: what it adds up, and what its function makes of that. */
export interface WeightedLayer {
  /** `[inputs]` */
  readonly inputs: Named;
  /** `[inputs, units]` */
  readonly weights: Named;
  /** `[units]`, as all that follow. */
  readonly biases: Named;
  /** A: inputs · weights + biases. */
  readonly sums: Named;
  readonly function: string;
  /** Z, or y of the last one. */
  readonly outputs: Named;
}

/** The layers of a network of dense layers, each with a bias and a function, on one input. */
export function weightedLayers(model: Model, x: Tensor): WeightedLayer[] {
  const { graph, parameters } = model;
  const layers: WeightedLayer[] = [];
  let inputs: Named = { name: graph.input.value, value: x };
  const steps = trace(model, x);
  for (let i = 0; i < steps.length; i += 2) {
    const [sum, activated] = [required(steps[i], "sum"), required(steps[i + 1], "function")];
    const parameter = (role: string): Named => {
      const { name } = required(sum.node.parameters[role], role);
      return { name, value: required(parameters.get(name), name) };
    };
    const number = i / 2 + 1;
    const isLast = activated.node.output === graph.output;
    const outputs = { name: isLast ? "y" : `Z${number}`, value: activated.output };
    layers.push({
      inputs,
      weights: parameter("weight"),
      biases: parameter("bias"),
      sums: { name: `A${number}`, value: sum.output },
      function: activated.node.op,
      outputs,
    });
    inputs = outputs;
  }
  return layers;
}
