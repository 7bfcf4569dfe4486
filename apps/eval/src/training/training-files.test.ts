import { expect, test } from "vitest";
import { defaultWeightsFile } from "./training-files.js";

test.each(["mlp", "my net", "ネット", "v1.2-b_3", "x".repeat(200)])(
  "weights of %s are called as it is",
  (id) => {
    expect(defaultWeightsFile(id)).toBe(`${id}.safetensors`);
  },
);

// A spec is a file that somebody sent: its id says where to write to no more than any other text.
test.each([
  "../escaped",
  "/etc/x",
  "a/b",
  "a\\b",
  "..",
  ".hidden",
  "c:net",
  "a\nb",
  "\u001b[31m",
  "a\u009b31m",
  "\u202egnp.a",
  "\ud800",
  " ",
  "x".repeat(201),
])("an id that is more than a name is none for a file: %j", (id) => {
  expect(() => defaultWeightsFile(id)).toThrow("give --out FILE.safetensors");
});
