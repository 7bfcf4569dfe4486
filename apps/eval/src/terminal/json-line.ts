import { escapeControls } from "@evalpool/errors";

/**
 * A value as a line of JSON: data for a program, but a terminal may be where it is printed. JSON
 * itself escapes but the first 32 control characters; what else a terminal would obey is escaped
 * too, and means the same.
 */
export function jsonLine(value: unknown): string {
  return (
    escapeControls(JSON.stringify(value), (code) => `\\u${code.toString(16).padStart(4, "0")}`) +
    "\n"
  );
}
