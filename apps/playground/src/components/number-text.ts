/** A number with as many decimals as it takes, but at most 8; of very small ones as many digits. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞");
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e8)) return String(Number(value.toPrecision(8)));
  return String(Number(value.toFixed(8)));
}
