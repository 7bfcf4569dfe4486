import * as z from "zod/mini";
import type { Lowering } from "../lowering.js";
import { graphAxes, kerasShape, type Value } from "../value.js";
import { layer, told, type Application, type LayerKind } from "./layer.js";

/** Values of one layout and as many axes: they meet value by value. */
function alike({ inputs, lowering }: Application<unknown>, what: string): [Value, ...Value[]] {
  const [first, ...more] = inputs;
  if (more.length === 0) lowering.unsupported(`${what} of one value`);
  const kinds = new Set(inputs.map((value) => `${value.kind} ${layoutOf(value)}`));
  if (kinds.size === 1) return [first, ...more];
  const plain = (value: Value): Value =>
    value.kind === "flatMaps" ? lowering.plain(value) : value;
  const all: [Value, ...Value[]] = [plain(first), ...more.map(plain)];
  const ranks = new Set(all.map(({ shape }) => shape.length));
  if (ranks.size === 1) return all;
  const shapes = inputs.map((value) => told(kerasShape(value))).join(" and ");
  return lowering.unsupported(`${what} of values of shapes ${shapes}`);
}

/** What must be the same for two values to have the same layout. */
function layoutOf(value: Value): string {
  return value.kind === "flatMaps" ? value.maps.join() : `${value.shape.length}`;
}

function combine(op: "add" | "multiply", lowering: Lowering, values: readonly [Value, ...Value[]]) {
  const [first, ...more] = values;
  return more.reduce<Value>((sum, value): Value => {
    if (sum.kind === "maps") return lowering.maps(op, [sum, value], {});
    return { ...sum, ...lowering.add(op, [sum, value], {}) };
  }, first);
}

function concatenate(application: Application<{ axis: number }>): Value {
  const { config, inputs, lowering } = application;
  const rank = kerasShape(inputs[0]).length;
  // Keras counts the batch.
  const axis = config.axis < 0 ? rank + config.axis : config.axis - 1;
  const values = inputs.map((value) => (value.kind === "maps" ? value : lowering.plain(value)));
  const isAlike = values.every(({ shape }) => shape.length === rank);
  if (!isAlike || axis < 0 || axis >= rank) {
    return lowering.unsupported(`Concatenate along axis ${config.axis}`);
  }
  if (inputs[0].kind !== "maps") {
    return { kind: "plain", ...lowering.add("concat", values, { axis }) };
  }
  return lowering.maps("concat", values, { axis: graphAxes[axis as 0 | 1 | 2] });
}

/** `x · factor + offset` */
function affine(lowering: Lowering, value: Value, factor?: number, offset?: number): Value {
  const of = (role: string, number: number | undefined) =>
    number !== undefined && {
      [role]: {
        name: `${lowering.layer}/${role}`,
        tensor: { data: Float64Array.of(number), shape: [1] },
      },
    };
  const parameters = { ...of("factor", factor), ...of("offset", offset) };
  return lowering.like("affine", value, { shape: [1] }, parameters);
}

function add(application: Application<unknown>): Value {
  const { constant, inputs, lowering } = application;
  if (constant !== undefined) return affine(lowering, inputs[0], undefined, constant.value);
  return combine("add", lowering, alike(application, "Add"));
}

function multiply(application: Application<unknown>): Value {
  const { constant, inputs, lowering } = application;
  if (constant !== undefined) return affine(lowering, inputs[0], constant.value);
  return combine("multiply", lowering, alike(application, "Multiply"));
}

function subtract(application: Application<unknown>): Value {
  const { constant, inputs, lowering } = application;
  if (constant !== undefined) {
    const { value, isFirst } = constant;
    return isFirst
      ? affine(lowering, inputs[0], -1, value)
      : affine(lowering, inputs[0], undefined, -value);
  }
  const [first, second, ...more] = alike(application, "Subtract");
  if (second === undefined || more.length > 0) {
    return lowering.unsupported(`Subtract of ${inputs.length} values`);
  }
  return combine("add", lowering, [first, affine(lowering, second, -1)]);
}

function divide({ constant, inputs, lowering }: Application<unknown>): Value {
  if (constant === undefined || constant.isFirst || constant.value === 0) {
    return lowering.unsupported("a division by what is no number, or 0,");
  }
  return affine(lowering, inputs[0], 1 / constant.value);
}

const nothing = () => z.object({});

export const mergeLayers: Readonly<Record<string, LayerKind>> = {
  Add: layer(nothing, add),
  Average: layer(nothing, (application) => {
    const { lowering, inputs } = application;
    const sum = combine("add", lowering, alike(application, "Average"));
    return lowering.like("scale", sum, { divisor: inputs.length });
  }),
  Concatenate: layer(() => z.object({ axis: z.int() }), concatenate),
  Divide: layer(nothing, divide),
  Multiply: layer(nothing, multiply),
  Subtract: layer(nothing, subtract),
  TrueDivide: layer(nothing, divide),
};
