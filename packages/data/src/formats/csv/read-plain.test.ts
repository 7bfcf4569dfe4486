import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPlain } from "./read-plain.js";

/** What stands in fields: mostly what is plain. */
const field = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 255 }).map(String) },
  { weight: 1, arbitrary: fc.integer({ min: 256, max: 1100 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom("", "-1", "+5", "1.0", "00", "007", "0255", "1e2", "x") },
);

// The library is the oracle: what is read quickly is what it reads, and nothing is read that it
// does not.
test("a row that is plain is read as by csv-parse, and no other", () => {
  const rows = fc.array(field, { minLength: 1, maxLength: 9 });
  const delimiters = fc.constantFrom(",", ";", "\t");
  const ends = fc.constantFrom("\n", "\r\n");
  const around = fc.constantFrom("", "9", ",9\n", "1,1\n");
  fc.assert(
    fc.property(rows, delimiters, ends, around, fc.nat(10), (fields, delimiter, end, other, n) => {
      const row = fields.join(delimiter);
      const bytes = Buffer.from(`${other}${row}${end}${other}`);
      const into = new Uint8Array(12).fill(77);
      const count = fields.length + (n > 7 ? n - 9 : 0);
      const from = Buffer.byteLength(other);
      const to = from + row.length;
      const at = readPlain(bytes, from, to, delimiter.charCodeAt(0), into, 1, count);
      const [expected = []] = parse(row, { delimiter, record_delimiter: "\n" });
      const isPlain = fields.every((text) => /^\d{1,3}$/.test(text) && Number(text) <= 255);
      if (isPlain && count === expected.length) {
        expect(at).toBe(to + 1);
        expect([...into.subarray(1, 1 + count)]).toEqual(expected.map(Number));
      } else {
        expect(at).not.toBe(to + 1);
      }
      expect([into[0], ...into.subarray(1 + Math.max(0, count))]).toEqual(
        new Array(12 - Math.max(0, count)).fill(77),
      );
    }),
    { numRuns: 3000 },
  );
});

test("behind the fields that were asked for the next begins", () => {
  const bytes = Buffer.from("10,2,cat,3\n");
  const into = new Uint8Array(2);
  expect(readPlain(bytes, 0, 10, 44, into, 0, 2)).toBe(5);
  expect([...into]).toEqual([10, 2]);
  expect(readPlain(bytes, 5, 10, 44, into, 0, 0)).toBe(5);
});
