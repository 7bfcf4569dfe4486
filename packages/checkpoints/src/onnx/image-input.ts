import { formatShape, UnsupportedError } from "@evalpool/errors";
import type { Graph, Node, Shape } from "@evalpool/models";
import { distinctValue, type Chosen } from "./choose-output.js";
import type { LoweredOnnx } from "./lower-onnx.js";

/** Channels of an image, where they come last. */
const CHANNELS = [1, 3, 4];

/**
 * A graph that takes images `[C, H, W]`, or a flat input: what the file takes, `[H, W]`, `[H, W, C]`
 * or a batch of one, is made of that.
 *
 * @throws {UnsupportedError} when its input is no image
 */
export function takeImages(
  { nodes, output }: Chosen,
  { input, isLifted }: LoweredOnnx,
  file: string,
): Pick<Graph, "input" | "nodes" | "output"> {
  const refuse = (reason: string): never => {
    throw new UnsupportedError(file, [
      `input ${input.value} of shape ${formatShape(input.shape)}: ${reason}`,
    ]);
  };
  const [examples, ...rest] = input.shape;
  const isAlone = isLifted || input.shape.length === 1;
  if (!isAlone && examples !== 1) refuse("its examples cannot be told apart");
  const example = isAlone ? input.shape : rest;
  if (example.length > 3) refuse("expected a flat input or an image");

  const steps: Node[] = [];
  let shape: Shape = example;
  const [first = 1, second = 1, third = 1] = example;
  if (example.length === 2) shape = [1, first, second];
  const isLast = example.length === 3 && CHANNELS.includes(third) && !CHANNELS.includes(first);
  if (isLast) shape = [third, first, second];
  const made = distinctValue(nodes, `${input.value}.image`);
  let value = made;
  const add = (node: Pick<Node, "op" | "attributes">): void => {
    const output = distinctValue([...nodes, ...steps], `${input.value}.taken`);
    steps.push({ ...node, name: output, inputs: [value], output, parameters: {} } as Node);
    value = output;
  };
  if (isLast) add({ op: "transpose", attributes: { permutation: [1, 2, 0] } });
  const before = isLast ? example : shape;
  if (before.join() !== input.shape.join()) {
    add({ op: "reshape", attributes: { shape: input.shape } });
  }
  const [last] = steps.slice(-1);
  if (last === undefined) return { input, nodes, output };
  // The last of them makes what the file's nodes take.
  const taken: Node[] = steps.map((step) =>
    step === last ? { ...step, output: input.value } : step,
  );
  const whole = { nodes: [...taken, ...nodes], output };
  return { input: { value: made, shape }, ...whole };
}
