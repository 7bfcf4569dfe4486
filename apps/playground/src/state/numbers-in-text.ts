/** As many finite numbers as are expected, with commas between; undefined where text is none of that. */
export function numbersFromText(text: string, count: number): readonly number[] | undefined {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : undefined;
}

export function numbersToText(numbers: readonly number[]): string {
  return numbers.join(",");
}
