import type { Model } from "@evalpool/models";
import type { Pass } from "../state/pass.js";
import { formatValue } from "./format-value.js";
import { nodesOf, type ShownStage } from "./shown-stage.js";
import { valuesOfNodes } from "./stage-values.js";

/** What a readout is made of, beside the stage. */
export interface ReadoutSource {
  readonly pass: Pass;
  /** What changes are told against, where they are wanted. */
  readonly before?: Pass | undefined;
  readonly classNames: readonly string[];
}

/** What is told of one value of a stage, each as `unit 7`, `A -1.5`, `Z 0.18`, `bias 0.03`. */
export function readoutOf(
  shown: ShownStage,
  index: number,
  { pass, before, classNames }: ReadoutSource,
): readonly string[] {
  const values = valuesOfNodes(shown, pass).map((data) => data[index] ?? 0);
  const [now = 0] = values.slice(-1);
  const then = before && valuesOfNodes(shown, before).at(-1)?.[index];
  return [
    ...placeOf(shown, index, classNames),
    ...values.map((value, at) => `${nameOf(shown, at, values.length)} ${formatValue(value)}`),
    ...(then === undefined ? [] : [`change ${formatValue(now - then)}`]),
    ...parametersAt(shown, channelOf(shown, index), pass.network.model),
  ];
}

/** The unit or channel that a value is of. */
export function channelOf({ shape }: ShownStage, index: number): number {
  const [channels = 1, ...place] = shape;
  const plane = place.reduce((product, length) => product * length, 1);
  return shape.length < 2 ? index : Math.floor(index / plane) % channels;
}

function placeOf(shown: ShownStage, index: number, classNames: readonly string[]): string[] {
  const { shape, isOfClasses, stage } = shown;
  const channel = channelOf(shown, index);
  const [height = 1, width = 1] = shape.slice(-2);
  if (shape.length < 2) {
    const noun = stage?.node.op === "dense" ? "unit" : "value";
    const name = isOfClasses ? classNames[index] : undefined;
    return [`${noun} ${index}`, ...(name === undefined ? [] : [`class ${name}`])];
  }
  const map = shape.length > 2 ? [`channel ${channel}`] : [];
  return [...map, `row ${Math.floor(index / width) % height}`, `column ${index % width}`];
}

/** A for what the stage's own node gave, Z for what came out in the end, others by their kind. */
function nameOf({ stage }: ShownStage, at: number, count: number): string {
  if (stage === undefined || count === 1) return "value";
  if (at === 0) return "A";
  return at === count - 1 ? "Z" : (stage.followers[at - 1]?.op ?? "");
}

/** Parameters of which each channel has one. */
function parametersAt({ stage, shape }: ShownStage, channel: number, model: Model): string[] {
  if (stage === undefined) return [];
  return nodesOf(stage).flatMap((node) =>
    Object.entries(node.parameters).flatMap(([role, { name }]) => {
      const parameter = model.parameters.get(name);
      if (parameter?.shape.length !== 1 || parameter.shape[0] !== shape[0]) return [];
      const of = node === stage.node ? "" : `${node.op} `;
      return [`${of}${role} ${formatValue(parameter.data[channel] ?? 0)}`];
    }),
  );
}
