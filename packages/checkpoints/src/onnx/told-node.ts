import { shorten } from "@evalpool/errors";

/** What a node is told by. */
interface Told {
  readonly op: string;
  readonly name: string;
  readonly outputs: readonly string[];
}

/** A node for messages. */
export function toldNode(node: Told): string {
  return `${shorten(node.op)} (node ${shorten(nameOf(node))})`;
}

/** A node's own name, or that of what it makes. */
export function nameOf({ name, outputs }: Pick<Told, "name" | "outputs">): string {
  return name === "" ? (outputs.find((output) => output !== "") ?? "?") : name;
}
