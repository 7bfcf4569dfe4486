/** `93.52 %`; never 100 of what is less, nor 0 of what is more. */
export function percent(share: number): string {
  const value = share * 100;
  if (share < 1 && value > 99.995) return "> 99.99 %";
  if (share > 0 && value < 0.005) return "< 0.01 %";
  return `${value.toFixed(2)} %`;
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
