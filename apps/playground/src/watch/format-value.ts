/** Six significant digits, as many as are needed: `0.225483`, `-1.5`, `3.2e-8`. */
export function formatValue(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Three significant digits, for the ends of a range. */
export function formatEnd(value: number): string {
  return String(Number(value.toPrecision(3)));
}
