import type { Predict } from "@evalpool/eval";

/** Fails at one image in the way that is asked for; else it takes all for a 3. */
export default function createPredict(data: unknown): Predict {
  const { how, at } = data as { how: string; at: number };
  return (_, count, first) => {
    const rows = new Float32Array(count * 10).map((_, i) => (i % 10 === 3 ? 5 : 0));
    if (first > at || first + count <= at) return rows;
    switch (how) {
      case "throw":
        throw new Error("out of luck");
      case "reject":
        return Promise.reject(new Error("out of luck"));
      case "short":
        return rows.subarray(1);
      case "NaN":
        return rows.fill(NaN, (at - first) * 10, (at - first + 1) * 10);
      case "exit":
        return process.exit(3);
      default:
        return new Promise(() => undefined);
    }
  };
}
