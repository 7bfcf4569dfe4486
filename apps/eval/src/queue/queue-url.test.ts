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
  // A password that begins as a port does, and goes on as a path, a query or a fragment.
  ["redis://default:1234/geheim@h", "expected no @ behind the host; percent-encode"],
  ["postgres://me:12?geheim@h/db", "expected no @ behind the host"],
  ["redis://me:12#geheim@h", "expected no @ behind the host"],
  ["redis://:geheim%@h", "expected a user and a password in a URL's escapes"],
  ["redis://h/geheim", "expected the number of a database behind Redis' host"],
])("%s is refused without telling what it holds", (text, reason) => {
  expect(() => parseQueueUrl(text)).toThrow(reason);
  expect(() => parseQueueUrl(text)).not.toThrow("geheim");
});

test("a user is told, who has to be found in the store's own list, unless it may be a token", () => {
  const told = 'role "me" does not exist';
  expect(parseQueueUrl("postgres://me:geheim@h/db").hide(told)).toBe(told);
  expect(parseQueueUrl("redis://token@h").hide("no token")).toBe("no ***");
});

test("what is secret is blotted out of a text, as it is written and as it is meant", () => {
  const { hide } = parseQueueUrl("postgres://me:a%20b%25c@h/db?password=second");
  const told = "cannot use postgres://me:a%20b%25c@h/db?password=second: a b%c, a%20b%25c, second";
  expect(hide(told)).toBe("cannot use ***: ***, ***, ***");
});
