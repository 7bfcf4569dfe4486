import { didYouMean, shorten } from "@evalpool/errors";
import type { Graph, Node } from "./graph.js";

/** Why a value that a node takes is not there when it is its turn. */
export function whyMissing({ nodes, input }: Graph, node: Node, value: string): string {
  const makers = new Map(nodes.map((maker) => [maker.output, maker]));
  const maker = makers.get(value);
  const taken = shorten(value);
  if (maker === undefined) {
    const hint = didYouMean(value, [input.value, ...makers.keys()]);
    return `takes ${taken}, which nothing makes${hint ? `.${hint}` : `; the input is ${shorten(input.value)}`}`;
  }
  const cycle = wayFrom(maker, node, makers);
  if (cycle === undefined) return `takes ${taken}, which is made only after it; put that before it`;
  const way = [...cycle, node].map(({ name }) => shorten(name, 40)).join(" ← ");
  return `takes ${taken}, which is made of what it makes: ${shorten(way)} is a cycle`;
}

/** Who else makes the value that a node makes. */
export function whyMadeTwice({ nodes, input }: Graph, { output }: Node): string {
  const first = nodes.find((node) => node.output === output);
  const by = output === input.value ? "is the input" : `another (${first?.op}) makes already`;
  return `makes ${shorten(output)}, which ${by}; give it another name`;
}

/** From a node to one that it is made of, through what each takes. */
function wayFrom(
  from: Node,
  to: Node,
  makers: ReadonlyMap<string, Node>,
): readonly Node[] | undefined {
  const cameFrom = new Map<Node, Node | undefined>([[from, undefined]]);
  for (const node of cameFrom.keys()) {
    if (node === to) {
      const way: Node[] = [];
      for (let at: Node | undefined = node; at !== undefined; at = cameFrom.get(at)) way.push(at);
      return way;
    }
    for (const input of node.inputs) {
      const maker = makers.get(input);
      if (maker !== undefined && !cameFrom.has(maker)) cameFrom.set(maker, node);
    }
  }
  return undefined;
}
