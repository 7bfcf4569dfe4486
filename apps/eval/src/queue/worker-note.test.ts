import { expect, test } from "vitest";
import { formatNote, parseNote } from "./worker-note.js";

test("what a worker says arrives, if need be shortened", () => {
  expect(parseNote(formatNote({ worker: "w", says: "joined" }))).toEqual({
    worker: "w",
    says: "joined",
  });
  const long = formatNote({ worker: "w", says: "refused", reason: "because ".repeat(1000) });
  expect(parseNote(long)?.reason).toMatch(/^because .*characters more\)$/);
});

test.each([
  "",
  "hello",
  "null",
  `{"worker":"w","says":"obey"}`,
  `{"worker":"w","says":"joined","more":1}`,
  `{"worker":"${"w".repeat(301)}","says":"joined"}`,
  `{"worker":"w","says":"joined"${" ".repeat(2000)}}`,
])("what others write in a log is none: %#", (row) => {
  expect(parseNote(row)).toBeUndefined();
});
