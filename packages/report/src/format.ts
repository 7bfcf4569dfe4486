/** `98.63 %`; never 100 of what is less, nor 0 of what is more. */
export function percent(share: number, decimals = 2): string {
  const least = 10 ** -decimals;
  const value = share * 100;
  if (share < 1 && value > 100 - least / 2) return `> ${(100 - least).toFixed(decimals)} %`;
  if (share > 0 && value < least / 2) return `< ${least.toFixed(decimals)} %`;
  return `${value.toFixed(decimals)} %`;
}

/** `45,360` */
export function integer(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** `1 image`, `10,000 images` */
export function count(n: number, noun: string): string {
  return `${integer(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** `142 ms`, `12.3 s` */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** A figure, if it is known. */
export function tell(value: number | undefined, format = fourDigits): string {
  return value === undefined ? "not known" : format(value);
}

function fourDigits(value: number): string {
  return value.toFixed(4);
}
