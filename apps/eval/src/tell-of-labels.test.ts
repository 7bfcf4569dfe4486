import { afterEach, expect, test, vi } from "vitest";
import { tellOfLabels } from "./tell-of-labels.js";

const source = {
  name: "pets",
  split: "test",
  kind: "a folder for each class",
  count: 30,
  classes: 2,
  classNames: ["cat", "dog"],
  labels: Uint8Array.from({ length: 30 }, (_, i) => i % 2),
  handle: new Uint8Array(),
  digest: { parts: { images: "", labels: "" }, all: "" },
};

function told(...given: Parameters<typeof tellOfLabels>): string {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  write.mockClear();
  tellOfLabels(...given);
  return write.mock.calls.map(([text]) => String(text)).join("");
}

afterEach(() => void vi.restoreAllMocks());

test("classes that were numbered by their names are told, unless somebody says the order", () => {
  expect(told(source, false)).toBe(
    "evalpool: pets test: classes are numbered in the order of their names: 0 cat, 1 dog; " +
      "--class-names says another\n",
  );
  expect(told(source, true)).toBe("");
  expect(told({ ...source, kind: "Parquet files" }, false)).toBe("");
});

test("labels that are all the same are told, where there are many", () => {
  const alike = { ...source, labels: new Uint8Array(30) };
  expect(told(alike, true)).toBe("evalpool: pets test: all 30 labels are 0\n");
  expect(told({ ...alike, count: 5, labels: new Uint8Array(5) }, true)).toBe("");
});
