const EIGHTHS = [..." ▏▎▍▌▋▊▉"];

/** A bar of a share of the columns, to an eighth of one; none of what is no number. */
export function bar(share: number, columns: number): string {
  if (!(share > 0)) return "";
  const eighths = Math.round(Math.min(share, 1) * columns * 8);
  return ("█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "")).trimEnd();
}
