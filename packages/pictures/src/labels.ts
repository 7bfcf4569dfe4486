import { settingsOf as settingsOfNode, type Node, type NodeParameter } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Stage } from "./stages.js";

/** What a node's description says of it, but for its kind and parameters: `units 50`. */
export function settingsOf({ node, parameters }: Stage): string[] {
  const turned = parameters.find(({ stored }) => stored !== "canonical")?.stored;
  const layout = turned === "transposed" ? "out,in" : turned;
  return [
    ...settingsOfNode(node).map(({ name, value }) => `${name} ${value}`),
    ...(layout === undefined ? [] : [`layout ${layout}`]),
  ];
}

/** What follows a stage's node, each as `relu`, or `dropout 0.5, scaling inference`. */
export function followersOf({ followers }: Stage): string[] {
  return followers.map((node) => {
    const settings = settingsOfNode(node);
    const needed = settings.flatMap(({ value, isNeeded }) => (isNeeded ? [value] : []));
    const others = settings.flatMap(({ name, value, isNeeded }) =>
      isNeeded ? [] : [`${name} ${value}`],
    );
    return [[node.op, ...needed].join(" "), ...others].join(", ");
  });
}

/** Number of trained values. */
export function countOf({ parameters }: Stage): number {
  return parameters.reduce((sum, { shape }) => sum + size(shape), 0);
}

/** The name that a node was given: none where it was counted. */
export function givenName({ name, op }: Node): string | undefined {
  return name === op || /^layers\.\d+$/.test(name) ? undefined : name;
}

/** As pictures have it: `(50)`, where NumPy writes `(50,)`; `(784,50)`. */
export function shapeLabel(shape: readonly number[]): string {
  return `(${shape.join(",")})`;
}

/** Of a value: feature maps as `16×28×28`, others as `(50)`. */
export function valueLabel(shape: readonly number[]): string {
  return shape.length === 3 ? shape.join("×") : shapeLabel(shape);
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
