import type { Tensor } from "@evalpool/tensor";

const SIGNS = [..." ▁▂▃▄▅▆▇█"];

/** Numbers as a strip of signs. */
interface Strip {
  readonly text: string;
  /** Numbers that a sign stands for the mean of. */
  readonly each: number;
}

/**
 * Numbers side by side, each the higher the greater it is: from the least of all, an empty place, to
 * the greatest. Where there are more than columns, a sign is the mean of several.
 */
export function strip(data: Tensor["data"], columns: number): Strip {
  const each = Math.max(1, Math.ceil(data.length / columns));
  const means = Array.from({ length: Math.ceil(data.length / each) }, (_, i) => {
    const some = Array.from(data.subarray(i * each, (i + 1) * each), Number);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  });
  const least = means.reduce((a, b) => Math.min(a, b), Infinity);
  const most = means.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = most > least ? (SIGNS.length - 1) / (most - least) : 0;
  return { text: means.map((mean) => SIGNS[Math.round((mean - least) * scale)]).join(""), each };
}
