import type { Random } from "@evalpool/random";

/** Random numbers that are the ones named, whatever is asked of them. */
export function fixed(...values: number[]): Random {
  const next = (): number => {
    const value = values.shift();
    if (value === undefined) throw new Error("more random numbers than the test has named");
    return value;
  };
  return { uniform: next, bell: next, below: next };
}
