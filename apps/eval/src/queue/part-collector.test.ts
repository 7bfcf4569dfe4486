import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { PartCollector } from "./part-collector.js";
import { someIdentity } from "./testing/some-identity.js";

const run = someIdentity;

/** As a worker stores it. */
function pack(value: unknown): string {
  return deflateRawSync(JSON.stringify(value)).toString("base64");
}

test.each([
  ["nothing of a part", pack({})],
  ["a list", pack(Array.from({ length: 10_000 }, () => 1))],
  ["other fields", pack({ evalpoolPart: 1, run, ["x".repeat(10_000)]: "\n".repeat(10_000) })],
  ["no text", { evalpoolPart: 1 }],
])("what is wrong with a result, as %s, is one short line", (_, result) => {
  const collected = new PartCollector(run).add({ start: 0, end: 100 }, result);
  expect(collected).toMatchObject({ is: "refused" });
  const { reason } = collected as { reason: string };
  expect(reason).toMatch(/^not a part: .{1,130}$/);
});
