/** What may part fields. A comma may be in a name, or in a number, where another parts fields. */
const delimiters = ["\t", ";", ","] as const;

/** What parts the fields of a table, by its first line. */
export function delimiterOf(line: string): string {
  return delimiters.find((delimiter) => line.includes(delimiter)) ?? ",";
}
