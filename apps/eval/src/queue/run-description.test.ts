import { UsageError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { describeRun, isRunId, parseRunDescription, runIdOf } from "./run-description.js";
import { someIdentity } from "./testing/some-identity.js";

const identity = {
  ...someIdentity,
  corruption: "fog:3 seed 0",
  kernels: "wasm-relaxed",
};
const run = {
  evalpoolRun: 1,
  identity,
  network: { sha256: "6".repeat(64), bytes: 1000 },
  dataset: { name: "mnist", split: "test" },
  corruption: { name: "fog", severity: 3, seed: 0 },
} as const;
const id = runIdOf(identity);

test("a run is what was put there, under the id that is its own", () => {
  expect(isRunId(id)).toBe(true);
  expect(parseRunDescription(id, JSON.parse(JSON.stringify(run)))).toEqual(run);
  // In whatever order its fields are.
  expect(runIdOf(Object.fromEntries(Object.entries(identity).reverse()) as typeof identity)).toBe(
    id,
  );
});

test.each([
  ["another id", { ...run, identity: { ...identity, total: 9999 } }, "expected its id to be run-"],
  ["no identity", { ...run, identity: {} }, "not a run"],
  [
    "a split that is a path",
    { ...run, dataset: { name: "mnist", split: "../.." } },
    "dataset.split",
  ],
  [
    "a network beyond what is taken",
    { ...run, network: { ...run.network, bytes: 3e9 } },
    "network",
  ],
  [
    "an address of another kind",
    { ...run, network: { ...run.network, url: "file:///etc/passwd" } },
    "network",
  ],
  ["more", { ...run, run: "rm" }, "run"],
  ["nothing", undefined, "not a run"],
])("with %s it is refused", (_, value, message) => {
  expect(() => parseRunDescription(id, value)).toThrow(RangeError);
  expect(() => parseRunDescription(id, value)).toThrow(message);
});

const { evalpoolRun, ...said } = run;

test("what is described is what workers take, however long the data's name is", () => {
  expect(describeRun(said)).toEqual(run);
  const dataset = { ...run.dataset, name: `${"x".repeat(99)}😀 and more` };
  const long = describeRun({ ...said, dataset });
  expect(long.evalpoolRun).toBe(evalpoolRun);
  expect(long.dataset.name).toHaveLength(100);
  expect(parseRunDescription(id, JSON.parse(JSON.stringify(long)))).toEqual(long);
});

test("what workers would not take is never put there", () => {
  const url = `https://models.example/${"x".repeat(2000)}`;
  expect(() => describeRun({ ...said, network: { ...run.network, url } })).toThrow(UsageError);
});
