import type { FloatTensor, Node } from "@evalpool/models";
import { size, transpose } from "@evalpool/tensor";
import { isElementwise } from "./elementwise.js";
import type { Placed, Rule } from "./network.js";

/** Of two transposes, one behind the other, one is made. */
export const mergeTransposes: Rule = (node, { maker }) => {
  const before = maker(node.inputs[0] ?? "");
  if (node.op !== "transpose" || before?.op !== "transpose") return undefined;
  const permutation = node.attributes.permutation.map(
    (axis) => before.attributes.permutation[axis] ?? axis,
  );
  return [{ ...node, inputs: before.inputs, attributes: { permutation } }];
};

/** One that keeps the order of the values is a reshape. */
export const transposeAsReshape: Rule = (node, { shape }) => {
  if (node.op !== "transpose") return undefined;
  const [input = ""] = node.inputs;
  const from = shape(input);
  const { permutation } = node.attributes;
  const moved = permutation.filter((axis) => from[axis] !== 1);
  if (!moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? 0))) return undefined;
  const to = permutation.map((axis) => from[axis] ?? 1);
  return [{ ...node, op: "reshape", attributes: { shape: to } }];
};

/**
 * What is done to each value is done before a transpose, so that this comes nearer to the one that
 * turns back.
 */
export const sinkTranspose: Rule = (node, placed) => {
  const before = node.inputs.map((input) => placed.maker(input));
  const [first] = before;
  if (first?.op !== "transpose") return undefined;
  const { permutation } = first.attributes;
  const isAlike = before.every(
    (maker) =>
      maker?.op === "transpose" && maker.attributes.permutation.join() === permutation.join(),
  );
  if (!isAlike) return undefined;
  const inner = turned(node, permutation, placed);
  if (inner === undefined) return undefined;
  const output = placed.fresh(`${node.output}.turned`);
  const inputs = before.map((maker) => maker?.inputs[0] ?? "");
  return [
    { ...inner, inputs, output },
    {
      ...first,
      name: placed.fresh(`${node.name}.transpose`),
      inputs: [output],
      output: node.output,
    },
  ];
};

/** A node that does before a transpose what it did behind it; undefined where it cannot. */
function turned(node: Node, permutation: readonly number[], placed: Placed): Node | undefined {
  switch (node.op) {
    case "add":
    case "multiply":
      return node;
    case "concat":
    case "slice": {
      const axis = permutation[node.attributes.axis] ?? 0;
      return { ...node, attributes: { ...node.attributes, axis } } as Node;
    }
    case "affine":
      return turnedAffine(node, permutation, placed);
    default:
      return isElementwise(node) ? node : undefined;
  }
}

function turnedAffine(
  node: Node<"affine">,
  permutation: readonly number[],
  { shape, parameters }: Placed,
): Node | undefined {
  const own = node.attributes.shape;
  const whole = shape(node.inputs[0] ?? "");
  const lead = whole.length - own.length;
  // What makes the value larger lines up with other axes once it is turned.
  if (lead < 0 || own.some((length, i) => length !== 1 && length !== whole[i + lead]))
    return undefined;
  if (size(own) === 1) return node;
  const full = [...Array.from({ length: lead }, () => 1), ...own];
  const back = permutation.map((_, axis) => permutation.indexOf(axis));
  for (const { name } of Object.values(node.parameters)) {
    const tensor = parameters.get(name);
    if (tensor)
      parameters.set(name, transpose<FloatTensor["data"]>({ ...tensor, shape: full }, back));
  }
  return { ...node, attributes: { shape: back.map((axis) => full[axis] ?? 1) } };
}

/** A dense layer of what is turned and made flat has the rows of its weights turned instead. */
export const turnWeights: Rule = (node, { maker, shape, fresh, parameters }) => {
  if (node.op !== "dense") return undefined;
  const flat = maker(node.inputs[0] ?? "");
  const before = maker(flat?.inputs[0] ?? "");
  const { weight } = node.parameters;
  const tensor = parameters.get(weight?.name ?? "");
  if (flat?.op !== "flatten" || before?.op !== "transpose" || !weight || !tensor) return undefined;
  const { permutation } = before.attributes;
  const from = shape(before.inputs[0] ?? "");
  const to = permutation.map((axis) => from[axis] ?? 1);
  const back = permutation.map((_, axis) => permutation.indexOf(axis));
  const isTurned = weight.stored === "transposed";
  const units = node.attributes.units;
  // The axes of one example, with those of the units behind or in front of them.
  const whole = isTurned ? [units, ...to] : [...to, units];
  const order = isTurned ? [0, ...back.map((axis) => axis + 1)] : [...back, back.length];
  const rows = transpose({ data: tensor.data, shape: whole }, order);
  parameters.set(weight.name, { data: rows.data, shape: tensor.shape });
  const output = fresh(`${flat.output}.turned`);
  return [
    { ...flat, inputs: before.inputs, output },
    { ...node, inputs: [output] },
  ];
};
