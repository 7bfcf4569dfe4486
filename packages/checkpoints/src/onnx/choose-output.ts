import { CheckpointError, didYouMean, formatShape, shorten } from "@evalpool/errors";
import type { Node } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { OnnxModel } from "./decode-model.js";
import type { LoweredOnnx } from "./lower-onnx.js";
import type { Flow } from "./values.js";

/** What a graph is made of, once it is known which of a file's outputs gives the classes. */
export interface Chosen {
  readonly nodes: readonly Node[];
  /** Name of the value, of one axis where that is all that it has. */
  readonly output: string;
}

/** @throws {CheckpointError} when a file has no output of a name */
export function requireOutput({ file, outputs }: OnnxModel, name: string): void {
  const names = outputs.map((output) => output.name);
  if (names.includes(name)) return;
  const known = names.map((one) => shorten(one, 40)).join(", ");
  const hint = didYouMean(name, names);
  const reason = `there is no output ${shorten(name)}; it has ${known || "none"}`;
  throw new CheckpointError(file, `${reason}${hint && `.${hint}`}`);
}

/**
 * The one output, or the one of several that is a value for each class.
 *
 * @throws {CheckpointError} that lists them where that is not said by their shapes
 */
export function chooseOutput({ outputs, nodes }: LoweredOnnx, file: string): Chosen {
  const all = [...outputs];
  const flat = all.filter(([, { shape }]) => Math.max(1, ...shape) === size(shape));
  const wide = flat.filter(([, { shape }]) => size(shape) > 1);
  const [one, ...more] = all.length === 1 ? all : wide;
  if (one === undefined || more.length > 0) {
    const told = all.map(([name, { shape }]) => `${shorten(name, 40)} ${formatShape(shape)}`);
    const reason =
      all.length === 0
        ? "none of its outputs depends on its input"
        : `which of its outputs gives a value for each class? It has ${shorten(told.join(", "), 400)}; name one with --output NAME`;
    throw new CheckpointError(file, reason);
  }
  return flattened(nodes, one[1]);
}

/** Axes of length 1 are left out, as those of 1000 classes in (1000,1,1). */
function flattened(nodes: readonly Node[], { value, shape }: Flow): Chosen {
  if (shape.length === 1 || Math.max(1, ...shape) !== size(shape)) return { nodes, output: value };
  const output = distinctValue(nodes, `${value}.flat`);
  const node: Node = {
    op: "flatten",
    name: output,
    inputs: [value],
    output,
    attributes: {},
    parameters: {},
  };
  return { nodes: [...nodes, node], output };
}

/** A name that no node's value has. */
export function distinctValue(nodes: readonly Node[], name: string): string {
  const taken = new Set(nodes.map(({ output }) => output));
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}#${i}`;
  return free;
}
