import { layerShapes, type Layer, type ModelSpec, type ParameterShape } from "@evalpool/models";
import { size } from "@evalpool/tensor";

/** A layer with the activation function that follows it: what is drawn as one thing. */
export interface Stage {
  readonly layer: Layer;
  readonly activation?: string;
  readonly parameters: readonly ParameterShape[];
  /** Shape of what it gives. */
  readonly output: readonly number[];
}

/** @throws {SpecError} when a layer does not fit the one before */
export function stagesOf(spec: ModelSpec): Stage[] {
  const stages: Stage[] = [];
  for (const shape of layerShapes(spec)) {
    const { layer } = shape;
    const last = stages.at(-1);
    if (layer.type === "activation" && last !== undefined && last.activation === undefined) {
      stages[stages.length - 1] = { ...last, activation: layer.function };
    } else {
      stages.push(shape);
    }
  }
  return stages;
}

/** What a layer's description says of it, but for its kind and parameters: `units 50`. */
export function settingsOf({ layer, parameters }: Stage): string[] {
  const names = new Set(parameters.map(({ name }) => name));
  return Object.entries(layer)
    .filter(([key, value]) => key !== "type" && !names.has(String(value)))
    .map(([key, value]) => `${key} ${String(value)}`);
}

/** Number of trained values. */
export function parametersOf({ parameters }: Stage): number {
  return parameters.reduce((sum, { shape }) => sum + size(shape), 0);
}

/** `(50)`, `(784,50)` */
export function formatShape(shape: readonly number[]): string {
  return `(${shape.join(",")})`;
}

/** A parameter's name, at most so long that it fits with its shape. */
export function formatParameter({ name, shape }: ParameterShape): string {
  const [most, edge] = [14, 6];
  const short = name.length > most ? `${name.slice(0, edge)}…${name.slice(-edge)}` : name;
  return `${short} ${formatShape(shape)}`;
}

/** At most three significant digits: `0.1` where float32 holds 0.10000000149. */
export function formatWeight(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** `1 parameter`, `45,360 parameters` */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
