import { expect, test } from "vitest";
import { parseQueueUrl } from "./queue-url.js";

test.each([
  ["redis://h:1/2", "redis", "redis://h:1/2"],
  ["rediss://:pass@h", "redis", "rediss://h"],
  ["postgres://user:pass@h:5432/db?sslmode=require", "postgres", "postgres://h:5432/db"],
  ["postgresql://user@h/db", "postgres", "postgresql://h/db"],
])("%s is one of %s, shown as %s", (text, store, shown) => {
  expect(parseQueueUrl(text)).toMatchObject({ store, shown, secret: text });
});

test.each([
  ["mysql://user:geheim@h/db", "got mysql://"],
  ["redis:", "got none"],
  ["user:geheim@h", "got user://"],
  ["geheim", "got what is no URL"],
])("%s is refused without telling what it holds", (text, reason) => {
  expect(() => parseQueueUrl(text)).toThrow(reason);
  expect(() => parseQueueUrl(text)).not.toThrow("geheim");
});

test("what is secret is blotted out of a text, as it is written and as it is meant", () => {
  const { hide } = parseQueueUrl("postgres://me:a%20b%25c@h/db?password=second");
  const told = "cannot use postgres://me:a%20b%25c@h/db?password=second: a b%c, a%20b%25c, second";
  expect(hide(told)).toBe("cannot use ***: ***, ***, ***");
});
