import type { Node } from "@evalpool/models";
import { isElementwise } from "./elementwise.js";
import type { Rule } from "./network.js";

/** Whether a node gives the same values under another shape. */
function isReshape(node: Node | undefined): node is Node<"reshape"> | Node<"flatten"> {
  return node?.op === "reshape" || node?.op === "flatten";
}

/** Of two reshapes, one behind the other, the second is enough. */
export const mergeReshapes: Rule = (node, { maker }) => {
  const [input = ""] = node.inputs;
  const before = maker(input);
  if (!isReshape(node) || !isReshape(before)) return undefined;
  return [{ ...node, inputs: before.inputs }];
};

/** A reshape to the shape that a value has is left out. */
export const dropReshape: Rule = (node, { shape }) => {
  const [input = ""] = node.inputs;
  if (!isReshape(node)) return undefined;
  const from = shape(input);
  const to = node.op === "reshape" ? node.attributes.shape : undefined;
  return (to ? from.join() === to.join() : from.length === 1) ? input : undefined;
};

/** What is done to each value is done before a reshape, so that this comes nearer to the next. */
export const sinkReshape: Rule = (node, { maker, fresh }) => {
  const before = maker(node.inputs[0] ?? "");
  if (!isReshape(before) || !isElementwise(node)) return undefined;
  const output = fresh(`${node.output}.reshaped`);
  return [
    { ...node, inputs: before.inputs, output },
    { ...before, name: fresh(`${node.name}.reshape`), inputs: [output], output: node.output },
  ];
};
