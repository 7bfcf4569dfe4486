import fc from "fast-check";
import { expect, test } from "vitest";
import {
  accuracy,
  correct,
  createTally,
  mergeTallies,
  total,
  updateTally,
  type Tally,
} from "./tally.js";

const CLASSES = 4;
type Example = readonly [label: number, prediction: number];
const examples = fc.array(fc.tuple(fc.nat(CLASSES - 1), fc.nat(CLASSES - 1)));

function count(tally: Tally, examples: readonly Example[]): Tally {
  const labels = examples.map(([label]) => label);
  const predictions = examples.map(([, prediction]) => prediction);
  updateTally(tally, labels, predictions);
  return tally;
}

function tallyOf(examples: readonly Example[]): Tally {
  return count(createTally(CLASSES), examples);
}

// (predictions == labels).mean()
test("counts predictions by label, and what is right among them", () => {
  const tally = tallyOf([
    [0, 0],
    [0, 1],
    [2, 2],
    [3, 2],
  ]);
  expect(tally.confusionMatrix).toEqual([
    [1, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 1, 0],
  ]);
  expect([total(tally), correct(tally), accuracy(tally)]).toEqual([4, 2, 0.5]);
});

test("each count is of the examples with that label and prediction", () => {
  fc.assert(
    fc.property(examples, (list) => {
      const tally = tallyOf(list);
      for (const [label, counts] of tally.confusionMatrix.entries()) {
        for (const [prediction, got] of counts.entries()) {
          expect(got).toBe(list.filter((e) => e[0] === label && e[1] === prediction).length);
        }
      }
      expect(total(tally)).toBe(list.length);
      expect(correct(tally)).toBe(
        list.filter(([label, prediction]) => label === prediction).length,
      );
    }),
  );
});

// 0 ÷ 0: no image is neither all right nor all wrong.
test("the accuracy of nothing is NaN", () => {
  expect(accuracy(createTally(CLASSES))).toBeNaN();
});

test("labels and predictions may be the arrays that a shard has them in", () => {
  const tally = createTally(CLASSES);
  updateTally(tally, Uint8Array.of(1, 3), Uint32Array.of(1, 2));
  expect(tally).toEqual(
    tallyOf([
      [1, 1],
      [3, 2],
    ]),
  );
});

test("counting in pieces equals counting all at once", () => {
  fc.assert(
    fc.property(examples, fc.nat(), (list, at) => {
      const cut = at % (list.length + 1);
      expect(count(tallyOf(list.slice(0, cut)), list.slice(cut))).toEqual(tallyOf(list));
    }),
  );
});

test("merging the tallies of a split gives the tally of the whole, in any order and grouping", () => {
  fc.assert(
    fc.property(examples, examples, examples, (a, b, c) => {
      const whole = tallyOf([...a, ...b, ...c]);
      const [x, y, z] = [tallyOf(a), tallyOf(b), tallyOf(c)];
      expect(mergeTallies(mergeTallies(x, y), z)).toEqual(whole);
      expect(mergeTallies(x, mergeTallies(y, z))).toEqual(whole);
      expect(mergeTallies(mergeTallies(z, x), y)).toEqual(whole);
      expect(mergeTallies(x, y)).toEqual(mergeTallies(y, x));
      expect(mergeTallies(x, createTally(CLASSES))).toEqual(x);
    }),
  );
});

test("merging leaves its operands as they are", () => {
  const tally = tallyOf([[1, 1]]);
  const merged = mergeTallies(tally, createTally(CLASSES));
  count(merged, [[1, 1]]);
  expect(tally).toEqual(tallyOf([[1, 1]]));
});

test("JSON and postMessage change nothing", () => {
  const tally = tallyOf([[1, 2]]);
  expect(JSON.parse(JSON.stringify(tally))).toEqual(tally);
  expect(structuredClone(tally)).toEqual(tally);
});

// A label outside must not vanish: it would make the denominator smaller.
test.each<Example>([
  [4, 0],
  [0, 7],
  [-1, 0],
  [0, -1],
  [0.5, 0],
  [0, NaN],
])("refuses label %d with prediction %d, and says where", (label, prediction) => {
  const counted = (): unknown =>
    tallyOf([
      [0, 0],
      [label, prediction],
    ]);
  expect(counted).toThrow(RangeError);
  expect(counted).toThrow(
    `expected classes 0 to 3, got label ${label}, prediction ${prediction} at index 1`,
  );
});

test("refuses lengths that differ, and tallies of other classes", () => {
  expect(() => updateTally(createTally(2), [0], [])).toThrow(RangeError);
  expect(() => updateTally(createTally(2), [0], [])).toThrow("1 labels for 0 predictions");
  expect(() => mergeTallies(createTally(2), createTally(3))).toThrow(RangeError);
  expect(() => mergeTallies(createTally(2), createTally(3))).toThrow(
    "cannot merge a tally of 2 classes with 3",
  );
});
