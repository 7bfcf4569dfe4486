import {
  inferShapes,
  operationOf,
  type Graph,
  type Node,
  type NodeParameter,
} from "@evalpool/models";
import { size } from "@evalpool/tensor";

/** A node with the activation function that follows it: what is drawn as one thing. */
export interface Stage {
  readonly node: Node;
  readonly activation?: string;
  readonly parameters: readonly NodeParameter[];
  /** Shape of what it gives. */
  readonly output: readonly number[];
}

/** @throws {SpecError} when a node does not fit those before it */
export function stagesOf(graph: Graph): Stage[] {
  const stages: Stage[] = [];
  for (const { node, parameters, output } of inferShapes(graph)) {
    const last = stages.at(-1);
    const isFollowing =
      operationOf(node.op).isActivation === true && last?.activation === undefined;
    if (isFollowing && last !== undefined) {
      stages[stages.length - 1] = { ...last, activation: node.op };
    } else {
      stages.push({ node, parameters, output });
    }
  }
  return stages;
}

/** What a node's description says of it, but for its kind and parameters: `units 50`. */
export function settingsOf({ node, parameters }: Stage): string[] {
  const settings = Object.entries(node.attributes);
  const isTurned = parameters.some(({ stored }) => stored === "transposed");
  return [
    ...settings.map(([key, value]) => `${key} ${String(value)}`),
    ...(isTurned ? ["layout out,in"] : []),
  ];
}

/** Number of trained values. */
export function countOf({ parameters }: Stage): number {
  return parameters.reduce((sum, { shape }) => sum + size(shape), 0);
}

/** As pictures have it: `(50)`, where NumPy writes `(50,)`; `(784,50)`. */
export function shapeLabel(shape: readonly number[]): string {
  return `(${shape.join(",")})`;
}

/** A parameter's name, at most so long that it fits with its shape. */
export function formatParameter({ name, storedShape }: NodeParameter): string {
  const [most, edge] = [14, 6];
  const short = name.length > most ? `${name.slice(0, edge)}…${name.slice(-edge)}` : name;
  return `${short} ${shapeLabel(storedShape)}`;
}

/** At most three significant digits: `0.1` where float32 holds 0.10000000149. */
export function formatWeight(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** `1 parameter`, `45,360 parameters` */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
