import type { Node } from "./graph.js";
import { operationOf } from "./ops/ops.js";

/** An attribute of a node, for people. */
export interface Setting {
  readonly name: string;
  /** As people write it: `3×3` of a kernel, `2` of strides that are alike. */
  readonly value: string;
  /** Whether it has no default. */
  readonly isNeeded: boolean;
}

/** What is worth telling of a node's attributes: those without a default, and others than that. */
export function settingsOf({ op, attributes }: Node): Setting[] {
  const operation = operationOf(op);
  const { needs = [] } = operation;
  const said = new Map<string, unknown>(Object.entries(attributes));
  const needed = Object.fromEntries(needs.map((name) => [name, said.get(name)]));
  const usual = new Map<string, unknown>(Object.entries(operation.complete(needed)));
  const others = [...said.keys()].filter(
    (name) => !needs.includes(name) && String(said.get(name)) !== String(usual.get(name)),
  );
  return [...needs, ...others].map((name) => {
    return { name, value: tell(name, said.get(name)), isNeeded: needs.includes(name) };
  });
}

function tell(name: string, value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (!Array.isArray(value)) return String(value);
  if (name === "kernel" || name === "shape") return value.join("×");
  const isAlike = value.length > 0 && value.every((one) => one === value[0]);
  return isAlike ? String(value[0]) : value.join(",");
}
