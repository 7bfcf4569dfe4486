import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openCsv, rows, table } from "../../testing/open-csv.js";
import { pixelsOf } from "../../testing/pixels-of.js";
import { temporaryDirectory } from "../../../../../test/temporary-directory.js";

const gray = { channels: 1, height: 2, width: 2, layout: "CHW", element: "uint8" };

test("a table of Kaggle's form is a data set", async () => {
  const source = await openCsv(table);
  expect(source).toMatchObject({
    name: "digits.csv",
    split: "test",
    kind: "CSV files",
    format: gray,
    classes: 8,
    count: 2,
    labels: Uint8Array.of(7, 2),
  });
  expect(source.handle).toBeInstanceOf(Uint8Array);
  expect(await pixelsOf(source)).toEqual([0, 10, 100, 255, 1, 2, 3, 4]);
  const sha256 = (bytes: string | Uint8Array): string =>
    createHash("sha256").update(bytes).digest("hex");
  expect(source.digest.parts).toEqual({
    images: sha256(table),
    labels: sha256(Uint8Array.of(7, 2)),
  });
});

test.each([
  ["without names", rows],
  ["with names as 1x1", `label,1x1,1x2,2x1,2x2\n${rows}`],
  ["with CRLF", table.replaceAll("\n", "\r\n")],
  ["with a byte order mark", `\ufeff${table}`],
  ["with a byte order mark and no names", `\ufeff${rows}`],
  ["with blank last lines", `${table}\n  \r\n\n`],
  ["of semicolons", table.replaceAll(",", ";")],
  ["of tabs", table.replaceAll(",", "\t")],
  ["of commas and spaces", table.replaceAll(",", ", ")],
  ["with quoted names", table.replace(/[a-z]+\d?/g, '"$&"')],
  ["with everything quoted", table.replace(/\w+/g, '"$&"')],
  ["with the label last", "a1,a2,a3,a4,Class\n0,10,100,255,7\n1,2,3,4,2\n"],
  ["with the label between", "a1,a2,y,a3,a4\n0,10,7,100,255\n1,2,2,3,4\n"],
  ["as NumPy's savetxt writes it", "# label,a1,a2,a3,a4\n7,0,10,100,255\n2,1,2,3,4\n"],
  ["of floats that are whole", "7.0,0.0,10.0,100.0,255.0\n2.0,1.0,2.0,3.0,4.0\n"],
  ["in which one row is of floats", "7,0,10,100,255\n2,1,2.0,3,4e0\n"],
  ["compressed", gzipSync(table)],
  [
    "compressed in two members",
    Buffer.concat([gzipSync(table.slice(0, 40)), gzipSync(table.slice(40))]),
  ],
])("a table %s is read alike", async (_, content) => {
  const source = await openCsv(content);
  expect(source.format).toEqual(gray);
  expect(source.labels).toEqual(Uint8Array.of(7, 2));
  expect(await pixelsOf(source)).toEqual([0, 10, 100, 255, 1, 2, 3, 4]);
});

test("columns that pandas numbers, for want of names, are names", async () => {
  const names = Array.from({ length: 17 }, (_, i) => i);
  const source = await openCsv(
    `${names.join(",")}\n3,${names
      .slice(1)
      .map(() => 9)
      .join(",")}\n`,
  );
  expect(source.count).toBe(1);
  expect(await pixelsOf(source)).toEqual(new Array(16).fill(9));
});

// Oracle: NumPy, np.round(x * 255) and np.float32(x).
test.each([
  [
    "bytes divided by 255",
    "1,0,0.00392156862745098,0.5019607843137255,1.0\n",
    [0, 1, 128, 255],
    {},
  ],
  ["floats from 0 to 1", "1,0,0.5,0.25,1\n", [0, 0.5, 0.25, 1], { element: "float32", white: 1 }],
  ["any floats", "1,-1,0.5,300,2e1\n", [-1, 0.5, 300, 20], { element: "float32" }],
])("pixels may be %s", async (_, content, pixels, stored) => {
  for (const memory of [0, 1e6]) {
    const source = await openCsv(content, { memory });
    expect(source.format).toEqual({ ...gray, ...stored });
    expect(await pixelsOf(source)).toEqual(pixels);
  }
});

test("a shape that is said goes before a square", async () => {
  const content = `1,${Array.from({ length: 12 }, (_, i) => i).join(",")}\n`;
  const planes = await openCsv(content, { shape: [3, 2, 2] });
  expect(planes.format).toEqual({ ...gray, channels: 3 });
  const together = await openCsv(content, { shape: [2, 2, 3] });
  expect(together.format).toEqual({ ...gray, channels: 3, layout: "HWC" });
  // NumPy: np.arange(12).reshape(2, 2, 3).transpose(2, 0, 1)
  expect(await pixelsOf(together)).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
  const wide = await openCsv(content, { shape: [3, 4] });
  expect(wide.format).toEqual({ ...gray, height: 3, width: 4 });
});

test("labels that are names are numbered by --class-names", async () => {
  const content = "cat,1,2,3,4\nT-shirt top,5,6,7,8\n";
  const classNames = ["T-shirt top", "dog", "cat"];
  const source = await openCsv(content, { classNames });
  expect(source).toMatchObject({ labels: Uint8Array.of(2, 0), classes: 3, classNames });
  expect(await pixelsOf(source)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("labels may begin at 1, have names, and be many", async () => {
  const source = await openCsv("1,1,2,3,4\n1000,5,6,7,8\n", { labelsFrom: 1 });
  expect(source).toMatchObject({ labels: Uint16Array.of(0, 999), classes: 1000 });
  const named = await openCsv(table, { classNames: [..."abcdefgh"] });
  expect(named).toMatchObject({ labels: Uint8Array.of(7, 2), classNames: [..."abcdefgh"] });
});

test("labels may be in a file of their own", async () => {
  const labels = join(temporaryDirectory(), "labels.txt");
  for (const content of ["7\n2\n", "label\r\n7\r\n2\r\n\r\n"]) {
    writeFileSync(labels, content);
    const source = await openCsv("0,10,100,255\n1,2,3,4\n", { labels });
    expect(source.labels).toEqual(Uint8Array.of(7, 2));
    expect(await pixelsOf(source)).toEqual([0, 10, 100, 255, 1, 2, 3, 4]);
    expect((await openCsv("p0,p1,p2,p3\n1,2,3,4\n5,6,7,8\n", { labels })).count).toBe(2);
  }
  writeFileSync(labels, "7\n2\n1\n");
  await expect(openCsv("0,10,100,255\n", { labels })).rejects.toThrow(
    /labels.txt: 3 labels for the 1 images of .*digits.csv/,
  );
  await expect(openCsv(table, { labels })).rejects.toThrow("its column 1 (label) has them");
  for (const [content, message] of [
    ["7\n\n2\n", "line 2: expected a label, got a blank line"],
    ["7,1\n", "line 1: expected a label, got 2 fields"],
    ["7\n2", "the last line does not end"],
  ] as const) {
    writeFileSync(labels, content);
    await expect(openCsv("0,10,100,255\n", { labels })).rejects.toThrow(message);
  }
});

test("reading stops when it is aborted", async () => {
  const reason = new Error("enough");
  await expect(openCsv(table, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
