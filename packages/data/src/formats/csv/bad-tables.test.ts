import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type PathOptions } from "../../dataset-options.js";
import { openCsv, rows, table } from "../../testing/open-csv.js";
import { temporaryDirectory } from "../../../../../test/temporary-directory.js";

test.each<[string, string | Uint8Array, string, PathOptions?]>([
  [
    "one column short",
    `${table}1,2,3,4\n`,
    "line 4: expected 5 columns, as in the first line, got 4",
  ],
  [
    "columns sorted as text",
    `label,pixel0,pixel1,pixel10,pixel2\n1,2,3,4,5\n`,
    "expected pixels in the order of their numbers, got pixel2 behind pixel10; sort the columns",
  ],
  [
    "column by column",
    `label,1x1,2x1,1x2,2x2\n1,2,3,4,5\n`,
    "expected pixels in the order of their numbers, got 1x2 behind 2x1",
  ],
  ["a pixel twice", `label,pixel1,pixel1,pixel2,pixel3\n1,2,3,4,5\n`, "got pixel1 behind pixel1"],
  [
    "one column long",
    `${rows}1,2,3,4,5,\n`,
    "line 3: expected 5 columns, as in the first line, got 6",
  ],
  [
    "an empty field",
    `${table}1,2,,4,5\n`,
    "line 4, column 3 (pixel1): expected a number, got an empty field",
  ],
  ["no number", `${rows}1,2,3,4,x\n`, "line 3, column 5: expected a number, got x"],
  ["no number at first", "1,2,3,x,4\n", "line 1, column 4: expected a number, got x"],
  ["hexadecimal", `${rows}1,2,3,4,0x10\n`, "line 3, column 5: expected a number, got 0x10"],
  ["NaN", `${rows}1,2,3,nan,4\n`, "line 3, column 4: expected a number, got nan"],
  ["infinite", `${rows}1,2,3,1e39,4\n`, "line 3, column 4: expected a number, got 1e39"],
  ["a decimal comma", "1;0,5;1;2;3\n", "line 1, column 2: expected a number, got 0,5"],
  ["256", `${rows}1,2,3,256,4\n`, "line 3, column 4: expected 0 to 255, got 256"],
  [
    "-1",
    `${table}1,-1,3,25,4\n1,2,300,4,5\n`,
    "line 4, column 2 (pixel0): expected 0 to 255, got -1",
  ],
  [
    "a long field",
    `1,2,3,4,${"x".repeat(1e6)}\n`,
    `got ${"x".repeat(40)}… (999960 characters more)`,
  ],
  [
    "names alone",
    "label,p0,p1,p2,p3\n",
    "expected rows of a label and pixels, got a first line with names alone",
  ],
  ["nothing", "", "expected rows of a label and pixels, got an empty file"],
  ["blank lines", "\n\n", "expected rows of a label and pixels, got an empty file"],
  ["a blank line between", `${table}\n1,2,3,4,5\n`, "line 4: expected a row, got a blank line"],
  ["NUL bytes", `${table}1,2,\0,4,5\n`, "line 4: expected text, got a byte of value 0"],
  [
    "NUL bytes at the end",
    `${table}\0\0\0\0`,
    "expected text, got bytes of value 0 in the last line",
  ],
  ["UTF-16", Buffer.from(`\ufeff${table}`, "utf16le"), "expected text in UTF-8, got UTF-16"],
  [
    "a last line without end",
    table.slice(0, -1),
    "the last line does not end, so the file may be cut short",
  ],
  ["a quote that does not end", `${table}1,2,"3,4,5\n`, "line 4: Quote Not Closed"],
  ["a quote in a field", `${table}1,2,"3"3,4,5\n`, "line 4: Invalid Closing Quote"],
  [
    "a name",
    `${rows}cat,2,3,4,5\n`,
    "line 3: expected a label that is a whole number, got cat; --class-names",
  ],
  ["no label", `${rows},2,3,4,5\n`, "line 3: expected a label, got an empty field"],
  [
    "a half label",
    `${rows}1.5,2,3,4,5\n`,
    "line 3: expected a label that is a whole number, got 1.5",
  ],
  ["a half label beside names", "1.5,2,3,4,5\n", "whole number, got 1.5", { classNames: ["a"] }],
  [
    "a label that is not UTF-8",
    Buffer.from("caf\xe9,1,2,3,4\n", "latin1"),
    "expected a label in UTF-8, got caf\ufffd",
  ],
  [
    "another name",
    "cat,2,3,4,5\n",
    "class cat is not among --class-names a,b",
    { classNames: ["a", "b"] },
  ],
  ["labels of 9 classes", rows, "expected labels 0 to 6, got 7", { classes: 7 }],
  ["no square", "1,2,3,4,5,6\n", "got rows of 5 pixels; --shape HxW says what they are"],
  ["what may be colour", `1${",0".repeat(12)}\n`, "--shape 3x2x2 says that they are planes"],
  [
    "another shape",
    rows,
    "expected rows of 6 pixels, as --shape 2x3 says, got 4",
    { shape: [2, 3] },
  ],
  [
    "pixels without labels",
    "p0,p1,p2,p3\n1,2,3,4\n",
    "expected a column called label, class, target or y, got p0, p1, …, p3",
  ],
  [
    "two columns of labels",
    "label,y,p0\n1,2,3\n",
    "expected one column of labels, got columns 1 (label) and 2 (y)",
  ],
  ["an index of pandas", `,label,p0,p1,p2,p3\n0,${rows}`, "got column 1 ()"],
  ["an unnamed index", `Unnamed: 0,label,p0\n0,1,2\n`, "got column 1 (Unnamed: 0)"],
  ["labels alone", "label\n1\n", "expected columns of a label and of pixels, got one column"],
])("%s is told of in a line", async (_, content, message, options) => {
  const failure = await openCsv(content, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ name: "DataError" });
  expect((failure as Error).message).toContain(`digits.csv: `);
  expect((failure as Error).message).toContain(message);
  expect((failure as Error).message).not.toContain("\n");
});

test("a line without end is bounded", async () => {
  const file = join(temporaryDirectory(), "digits.csv");
  const endless = Buffer.alloc(2 ** 25 + 100, "1,");
  await expect(openCsv(Buffer.concat([Buffer.from(table), endless]), {}, file)).rejects.toThrow(
    `expected lines of at most ${2 ** 25} bytes, got a longer one from byte ${table.length} on`,
  );
  // Of a bomb no more is inflated.
  await expect(
    openCsv(gzipSync(Buffer.alloc(2 ** 26, "1"), { level: 1 }), {}, file),
  ).rejects.toThrow(`expected lines of at most ${2 ** 25} bytes, got a longer one from byte 0 on`);
});

test("one that is compressed is an error wherever it is cut", async () => {
  const file = join(temporaryDirectory(), "digits.csv.gz");
  const bytes = gzipSync(table);
  for (let length = 3; length < bytes.length; length++) {
    await expect(openCsv(bytes.subarray(0, length), {}, file)).rejects.toThrow("damaged gzip data");
  }
});
