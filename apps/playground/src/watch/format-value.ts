/** Six significant digits, as many as are needed: `0.225483`, `-1.5`, `3.2e-8`. */
export function formatValue(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Three significant digits, for the ends of a range. */
export function formatEnd(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** `99.98 %`; what is not quite all is not told as all. */
export function formatShare(share: number): string {
  const text = (100 * share).toFixed(2);
  if (text === "100.00" && share < 1) return "> 99.99 %";
  if (text === "0.00" && share > 0) return "< 0.01 %";
  return `${text} %`;
}
