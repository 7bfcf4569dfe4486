import { shorten } from "@evalpool/errors";

/** A value in a few words. */
export function told(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(shorten(value, 40));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "null" : "an object";
}
