import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder } from "./in-order.js";
import { planShards, shardAt } from "./plan-shards.js";

test("shards come out by index, each as soon as it can, whatever the order they came in", () => {
  const spans = [
    { start: 0, end: 300 },
    { start: 310, end: 1000 },
  ];
  const plan = planShards(spans, 3, 7);
  const shards = Array.from({ length: plan.count }, (_, i) => ({ range: shardAt(plan, i) }));
  const shuffled = fc.shuffledSubarray(shards, { minLength: shards.length });
  fc.assert(
    fc.property(shuffled, (arriving) => {
      const out: typeof shards = [];
      const take = inOrder(plan.spans, (shard: (typeof shards)[number]) => out.push(shard));
      for (const [i, shard] of arriving.entries()) {
        take(shard);
        const come = new Set(arriving.slice(0, i + 1));
        const firstMissing = shards.findIndex((other) => !come.has(other));
        expect(out).toEqual(firstMissing === -1 ? shards : shards.slice(0, firstMissing));
      }
    }),
  );
});
