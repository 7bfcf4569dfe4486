import { Command } from "commander";
import { expect, test } from "vitest";
import { addPairOption } from "./pair-option.js";

function parse(...words: string[]): { pair: unknown; args: readonly string[] } {
  const command = new Command().argument("[args...]").option("--other").exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  addPairOption(command, "--pair", "<a> <b>", "two");
  command.parse(words, { from: "user" });
  return { pair: command.opts<{ pair: unknown }>().pair, args: command.args };
}

test.each([
  ["before the arguments", ["--pair", "1", "2", "a", "b"]],
  ["after them", ["a", "b", "--pair", "1", "2"]],
  ["between them", ["a", "--pair", "1", "2", "b"]],
  ["with a sign", ["a", "--pair=1", "2", "b"]],
  ["repeated", ["--pair", "1", "--pair", "2", "a", "b"]],
  ["with two signs", ["--pair=1", "--pair=2", "a", "b"]],
  ["and another flag", ["--pair", "1", "2", "a", "--other", "b"]],
])("takes two values: %s", (_, words) => {
  expect(parse(...words)).toEqual({ pair: ["1", "2"], args: ["a", "b"] });
});

test("tells how many there were where there were not two", () => {
  expect(parse("a").pair).toBeUndefined();
  expect(parse("a", "--pair", "1")).toEqual({ pair: ["1"], args: ["a"] });
  expect(parse("--pair", "1", "--other", "a")).toEqual({ pair: ["1"], args: ["a"] });
  expect(parse("--pair", "1", "2", "--pair", "3", "4").pair).toEqual(["1", "2", "3", "4"]);
  expect(parse("--", "--pair", "1", "2")).toEqual({ pair: undefined, args: ["--pair", "1", "2"] });
  expect(() => parse("a", "--pair")).toThrow("argument missing");
});
