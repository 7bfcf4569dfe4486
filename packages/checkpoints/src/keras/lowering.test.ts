import { ShapeError, SpecError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { Lowering } from "./lowering.js";

test("a name that is there already gets a number, which no other has", () => {
  const lowering = new Lowering("m");
  const names = ["a", "a", "a", "b", "a:2", "a"].map((name) => lowering.fresh(name));
  expect(names).toEqual(["a", "a:2", "a:3", "b", "a:2:2", "a:4"]);
});

// What a small file shares many times takes memory each time.
test("parameters take up to 4 GiB, counted as often as they are used", () => {
  const lowering = new Lowering("m");
  lowering.layer = "prelu";
  const slope = { name: "alpha", tensor: { data: new Float32Array(2 ** 24), shape: [2 ** 24] } };
  const use = () => lowering.add("prelu", [{ kind: "plain", name: "x", shape: [2 ** 24] }], {}, { slope }); // prettier-ignore
  for (let i = 0; i < 64; i++) use();
  expect(use).toThrow(SpecError);
  expect(use).toThrow("m: its parameters take more than 4294967296 bytes");
});

test("shapes that do not fit are told with the layer and their cause", () => {
  const lowering = new Lowering("m");
  lowering.layer = "pool";
  const run = () => lowering.add("globalAveragePool2d", [{ kind: "plain", name: "x", shape: [4] }], {}); // prettier-ignore
  expect(run).toThrow(SpecError);
  expect(run).toThrow("m: pool: ");
  expect(run).toThrow(expect.objectContaining({ cause: expect.any(ShapeError) as ShapeError }));
});
