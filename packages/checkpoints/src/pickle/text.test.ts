import { expect, test } from "vitest";
import { PickleError } from "./pickle-error.js";
import { encodeLatin1, nameOf, utf8 } from "./text.js";

test("a name is text, or bytes of ASCII, up to 1,000 of them", () => {
  expect(nameOf("é")).toBe("é");
  expect(nameOf(Uint8Array.of(0x61, 0x7f))).toBe("a\x7f");
  expect(nameOf(Uint8Array.of(0x61, 0x80))).toBeUndefined();
  expect(nameOf(new Uint8Array(1000).fill(0x61))).toBe("a".repeat(1000));
  expect(nameOf(new Uint8Array(1001).fill(0x61))).toBeUndefined();
  expect(nameOf(7)).toBeUndefined();
});

test("bytes that are no UTF-8 are refused, with why", () => {
  expect(utf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  const run = () => utf8(Uint8Array.of(0xff));
  expect(run).toThrow(PickleError);
  expect(run).toThrow("text that is not UTF-8, or too long");
  expect(run).toThrow(expect.objectContaining({ cause: expect.any(TypeError) as TypeError }));
});

test("latin1 has no characters beyond U+00FF", () => {
  expect(encodeLatin1("aÿ")).toEqual(Uint8Array.of(0x61, 0xff));
  expect(encodeLatin1("aĀ")).toBeUndefined();
});
