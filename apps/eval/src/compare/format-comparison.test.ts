import { expect, test } from "vitest";
import { matrixFigures } from "@evalpool/metrics";
import { widthOf } from "../terminal/columns.js";
import { compareResults } from "./compare-results.js";
import { formatComparison } from "./format-comparison.js";
import type { ParsedResult } from "./result-schema.js";

/** Of so many classes with long names, the one at `worst` of which is often read as another. */
function result(classes: number, worst: number, images: number): ParsedResult {
  const confusionMatrix = Array.from({ length: classes }, (_, label) => {
    const row = new Array<number>(classes).fill(0);
    row[label] = 10;
    return row;
  });
  confusionMatrix[worst]![0] = images;
  const { perClass, ...figures } = matrixFigures(confusionMatrix);
  const classNames = perClass.map(({ label }) => `長い名前のクラスで、${label} is its number`);
  return {
    schemaVersion: 1,
    model: { id: "net" },
    dataset: { name: "d", split: "test", images: 1e6, sha256: "", labelsSha256: "", classNames },
    ...figures,
    confusionMatrix,
    perClass: perClass.map(({ illDefined, ...rest }) => rest),
    throughput: { imagesPerSecond: 1 },
    timings: { evaluateMs: 1 },
  };
}

test("what was done to the images is told with them", () => {
  const one = result(2, 0, 10);
  const corruption = { name: "motion_blur", severity: 2, seed: 0 };
  const corrupted = { ...one, dataset: { ...one.dataset, corruption } };
  const told = (of: ParsedResult): string => {
    const side = { file: "a.json", result: of, ranges: [{ start: 0, end: of.total }] };
    return formatComparison(compareResults(side, side)).split("\n")[3]!;
  };
  expect(told(one)).toBe("d test, 20 images");
  expect(told(corrupted)).toBe("d test, motion blur at severity 2, 20 images");
});

test.each([20, 100])("of %i classes those whose F1 differs most are told, and fit", (classes) => {
  const [a, b] = [result(classes, 7, 90), result(classes, 7, 50)];
  const ranges = [{ start: 0, end: a.total }];
  const [left, right] = [{ file: "a.json", result: a, ranges }, { file: "b.json", result: b, ranges }]; // prettier-ignore
  const { total, ...rest } = compareResults(left, { ...right, result: { ...b, total: a.total } });
  const lines = formatComparison({ total, ...rest }).split("\n");
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
  const at = lines.findIndex((line) => line.startsWith("F1 by class"));
  const told = lines.slice(at + 1, lines.indexOf("", at + 1));
  expect(told).toHaveLength(20);
  // F1 of 7: 2·10 / (2·10 + images)
  expect(told[classes === 20 ? 7 : 1]).toMatch(/^ {2}7 · 長い.*0\.1818 +0\.2857 +\+0\.1039$/);
  expect(lines[at]).toBe(
    classes === 20 ? "F1 by class" : "F1 by class, 20 of 100 that differ most; --json has all",
  );
});
