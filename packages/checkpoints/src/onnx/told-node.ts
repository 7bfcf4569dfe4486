import { shorten } from "@evalpool/errors";
import type { OnnxNode } from "./decode-model.js";

/** A node for messages. */
export function toldNode(node: Pick<OnnxNode, "op" | "name" | "outputs">): string {
  return `${shorten(node.op)} (node ${shorten(nameOf(node))})`;
}

/** A node's own name, or that of what it makes. */
export function nameOf({ name, outputs }: Pick<OnnxNode, "name" | "outputs">): string {
  return name === "" ? (outputs.find((output) => output !== "") ?? "?") : name;
}
