import { operationOf, type Node } from "@evalpool/models";

/** Whether an operation is on each value by itself, whatever their order. */
export function isElementwise(node: Node): boolean {
  switch (node.op) {
    case "softmax":
    case "logSoftmax":
    case "prelu":
      return false;
    case "scale":
      return true;
    case "affine":
      return node.attributes.shape.length === 0;
    default:
      return operationOf(node.op).isActivation === true;
  }
}
