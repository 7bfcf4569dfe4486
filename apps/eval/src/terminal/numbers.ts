/** At least four decimals, and as many as it takes to tell the figure from 1. */
export function formatAccuracy(accuracy: number): string {
  const rounded = accuracy.toFixed(4);
  return rounded === "1.0000" && accuracy < 1 ? String(accuracy) : rounded;
}

export function formatInteger(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** "1 image", "2 images" */
export function formatCount(n: number, noun: string): string {
  return `${formatInteger(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** "7,500 images/s" */
export function formatSpeed(imagesPerSecond: number): string {
  return `${formatInteger(imagesPerSecond)} images/s`;
}

/** "208 B", "28.9 KB", "1.6 MB", "2.1 GB" */
export function formatBytes(count: number): string {
  if (count < 1e3) return `${count} B`;
  const [unit, name] = count < 1e6 ? [1e3, "KB"] : count < 1e9 ? [1e6, "MB"] : [1e9, "GB"];
  return `${(count / unit).toFixed(1)} ${name}`;
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** Minutes and seconds, as on a clock. */
export function formatClock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
