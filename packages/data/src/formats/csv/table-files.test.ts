import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findData } from "../../open-path.js";
import { openCsv, table } from "../../testing/open-csv.js";
import { temporaryDirectory } from "../../../../../test/temporary-directory.js";

test.each([
  ["digits.csv", "test"],
  ["mnist_test.csv", "test"],
  ["mnist_train_small.csv", "train"],
  ["Training.tsv", "train"],
  ["emnist-letters-test.csv.gz", "test"],
  ["val.csv", "validation"],
  ["latest.csv", "test"],
  ["train-test.csv", "test"],
])("%s is the %s split", async (name, split) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, name), table);
  for (const place of [directory, join(directory, name)]) {
    const found = await findData(place);
    expect(found).toMatchObject({ kind: "CSV files", splits: [split] });
    expect((await found.open(split)).count).toBe(2);
  }
});

test("a directory has the splits that its tables' names say", async () => {
  const directory = temporaryDirectory();
  const put = (name: string, content: string): void =>
    writeFileSync(join(directory, name), content);
  put("train.csv", table);
  put("test.csv", `${table}9,1,2,3,4\n`);
  put("sample_submission_test.csv", "ImageId,Label\n1,0\n2,0\n");
  put("more.csv", table);
  const found = await findData(directory);
  expect(found.splits).toEqual(["test", "train"]);
  expect((await found.open("test")).count).toBe(3);
  expect((await found.open("train")).count).toBe(2);
  put("other-test.csv", table);
  await expect((await findData(directory)).open("test")).rejects.toThrow(
    "holds several tables of its test split, as other-test.csv and test.csv; give one of them as --data",
  );
});

test("what is no table of pixels is not taken for one", async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "labels.csv"), "file,label\na.png,3\n");
  await expect(findData(directory)).rejects.toThrow("got a directory that holds labels.csv");
  const page = join(temporaryDirectory(), "mnist_test.csv");
  writeFileSync(page, "<!doctype html><title>Sign in</title>\n");
  await expect(findData(page)).rejects.toThrow("got a web page; download the file itself");
});

test("a table is told by its content, whatever it is called", async () => {
  const file = join(temporaryDirectory(), "digits.txt");
  expect((await openCsv(table, {}, file)).count).toBe(2);
  writeFileSync(file, "Some words, and some more, of 3 kinds.\n");
  await expect(findData(file)).rejects.toThrow("expected IDX files");
});
