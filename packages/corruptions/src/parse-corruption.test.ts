import { UsageError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { parseCorruption } from "./parse-corruption.js";

test("a name, and a severity or MNIST-C's own", () => {
  expect(parseCorruption("fog")).toEqual({ name: "fog", severity: 3 });
  expect(parseCorruption("canny-edges:5")).toEqual({ name: "canny_edges", severity: 5 });
  expect(parseCorruption("identity:1")).toEqual({ name: "identity", severity: 1 });
});

test.each([
  ["frog", /^unknown corruption "frog"; expected one of shot_noise, .*\. Did you mean fog\?$/],
  ["", /^unknown corruption ""/],
  ["constructor", /^unknown corruption "constructor"/],
  ["fog:6", /^expected a severity from 1 to 5 after "fog:", got "6"$/],
  ["fog:", /got ""$/],
  ["fog:2.0", /got "2\.0"$/],
  ["fog:1:2", /got "1:2"$/],
])("%j is refused", (text, message) => {
  expect(() => parseCorruption(text)).toThrow(UsageError);
  expect(() => parseCorruption(text)).toThrow(message);
});
