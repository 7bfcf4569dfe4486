import * as z from "zod/mini";
import type { Lowering } from "../lowering.js";
import { graphAxes, kerasShape, type Value } from "../value.js";
import { layer, told, type Application, type LayerKind } from "./layer.js";

/** Values of one layout and as many axes: they meet value by value. */
function alike({ inputs, lowering }: Application<unknown>, what: string): [Value, ...Value[]] {
  const [first, ...more] = inputs;
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

export const mergeLayers: Readonly<Record<string, LayerKind>> = {
  Add: layer(
    () => z.object({}),
    (application) => combine("add", application.lowering, alike(application, "Add")),
  ),
  Average: layer(
    () => z.object({}),
    (application) => {
      const { lowering, inputs } = application;
      const sum = combine("add", lowering, alike(application, "Average"));
      return lowering.like("scale", sum, { divisor: inputs.length });
    },
  ),
  Concatenate: layer(() => z.object({ axis: z._default(z.int(), -1) }), concatenate),
  Multiply: layer(
    () => z.object({}),
    (application) => combine("multiply", application.lowering, alike(application, "Multiply")),
  ),
};
