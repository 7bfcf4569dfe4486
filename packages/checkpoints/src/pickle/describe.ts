import { Callable, Float, List } from "./dialect.js";

/** A value of Python's, as it stands in a sentence. */
export function describe(value: unknown): string {
  if (value === null) return "None";
  if (Array.isArray(value)) return "a tuple";
  if (value instanceof List) return "a list";
  if (value instanceof Map) return "a dict";
  if (value instanceof Float) return "a float";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Callable) return value.name;
  const types: Partial<Record<string, string>> = {
    number: "an integer",
    string: "text",
    boolean: "a boolean",
  };
  return types[typeof value] ?? (isNamed(value) ? value.told : "something else");
}

/** A dialect's own object says what it is. */
function isNamed(value: unknown): value is { readonly told: string } {
  return typeof value === "object" && value !== null && "told" in value;
}
