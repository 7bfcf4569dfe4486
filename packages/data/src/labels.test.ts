import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namedLabels, numberedLabels } from "./labels.js";

describe("labels that are numbers", () => {
  test("are held in 8 bits, or in 16 where there are more classes", () => {
    expect(numberedLabels([3, 0, 255], "f", {})).toEqual({
      labels: Uint8Array.of(3, 0, 255),
      classes: 256,
    });
    expect(numberedLabels([3n, 999n], "f", { classes: 1000 })).toEqual({
      labels: Uint16Array.of(3, 999),
      classes: 1000,
    });
  });

  test("begin where the caller says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 100 }),
        (labels, from) => {
          const values = labels.map((label) => label + from);
          const { labels: got } = numberedLabels(values, "f", { labelsFrom: from });
          expect([...got]).toEqual(labels);
        },
      ),
    );
  });

  test.each([
    [[0, 1.5], {}, "f: expected labels that are whole numbers, got 1.5 at index 1"],
    [[0, NaN], {}, "f: expected labels that are whole numbers, got NaN at index 1"],
    [[-1], {}, "f: expected labels from 0 to 65535, got -1 at index 0"],
    [[65_536], {}, "f: expected labels from 0 to 65535, got 65536 at index 0"],
    [[0], { labelsFrom: 1 }, "f: expected labels from 1 to 65536, got 0 at index 0"],
    [[1, 2, 3], { classes: 3 }, "f: expected labels 0 to 2, got 1 to 3; --labels-from 1 says so"],
    [[0, 7], { classes: 3 }, "f: expected labels 0 to 2, got 7 at index 1"],
    [
      [0, 3],
      { classNames: ["a", "b", "c"] },
      "f: expected labels below 3, the number of class names, got 3 at index 1",
    ],
  ])("%j with %j are refused", (values, options, message) => {
    expect(() => numberedLabels(values, "f", options)).toThrow(message);
  });

  test("are renumbered by the caller's names where the data set has names of its own", () => {
    const own = ["cat", "dog", "fox"];
    const options = { classNames: ["fox", "cat", "dog"] };
    expect(numberedLabels([0, 1, 2, 2], "f", options, own)).toEqual({
      labels: Uint8Array.of(1, 2, 0, 0),
      classes: 3,
      classNames: ["fox", "cat", "dog"],
    });
    expect(numberedLabels([1], "f", {}, own)).toEqual({
      labels: Uint8Array.of(1),
      classes: 3,
      classNames: own,
    });
  });
});

describe("labels that are names", () => {
  test("are in the order of code units, as torchvision.datasets.ImageFolder has them", () => {
    // sorted(["dog", "cat", "Zebra"])
    expect(namedLabels([0, 1, 2, 0], ["dog", "cat", "Zebra"], "f", {})).toEqual({
      labels: Uint8Array.of(2, 1, 0, 2),
      classes: 3,
      classNames: ["Zebra", "cat", "dog"],
    });
  });

  test("are in the caller's order", () => {
    const options = { classNames: ["dog", "cat", "bird"] };
    const { labels, classes } = namedLabels([0, 1], ["cat", "dog"], "f", options);
    expect([...labels]).toEqual([1, 0]);
    expect(classes).toBe(3);
    expect(() => namedLabels([0], ["cow"], "f", options)).toThrow(
      "f: class cow is not among --class-names dog,cat,bird",
    );
    expect(() => namedLabels([0], ["a"], "f", { classNames: ["a", "a"] })).toThrow(
      "each name once",
    );
  });

  test("are what they say where they are numbers: none is moved for one that is missing", () => {
    const names = ["0", "1", "10", "2", "7"];
    expect(namedLabels([0, 1, 2, 3, 4], names, "f", {})).toEqual({
      labels: Uint8Array.of(0, 1, 10, 2, 7),
      classes: 11,
    });
    expect([...namedLabels([1, 3], names, "f", { labelsFrom: 1 }).labels]).toEqual([0, 1]);
    const padded = namedLabels([0, 1], ["01", "10"], "f", { labelsFrom: 1 });
    expect(padded).toEqual({ labels: Uint8Array.of(0, 9), classes: 10 });
    // Of a class without images there is one more.
    expect(namedLabels([0], ["00", "02"], "f", {}).classes).toBe(3);
    // A date is no number of a class.
    expect(namedLabels([0], ["20240131"], "f", {}).classNames).toEqual(["20240131"]);
    expect(() => namedLabels([0], ["cat"], "f", { labelsFrom: 1 })).toThrow("these are names");
  });
  test.each([
    [["1", "01"], "f: expected each class once, got 1 and 01, one number; --class-names says"],
    [["cat", "03"], "got 03, a number, and cat, which is none; --class-names says"],
  ])("%j are refused, but for the caller's names", (names, message) => {
    expect(() => namedLabels([0, 1], names, "f", {})).toThrow(message);
    const labels = namedLabels([0, 1], names, "f", { classNames: [...names].reverse() });
    expect([...labels.labels]).toEqual([1, 0]);
  });
});
