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
const pairs = fc.array(fc.tuple(fc.nat(CLASSES - 1), fc.nat(CLASSES - 1)));

function tallyOf(examples: readonly (readonly [number, number])[]): Tally {
  const tally = createTally(CLASSES);
  const labels = examples.map(([label]) => label);
  const predictions = examples.map(([, prediction]) => prediction);
  updateTally(tally, labels, predictions);
  return tally;
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
  expect(accuracy(createTally(2))).toBeNaN();
});

test("shards may be merged in any order and grouping", () => {
  fc.assert(
    fc.property(pairs, pairs, pairs, (a, b, c) => {
      const whole = tallyOf([...a, ...b, ...c]);
      const [x, y, z] = [tallyOf(a), tallyOf(b), tallyOf(c)];
      expect(mergeTallies(mergeTallies(x, y), z)).toEqual(whole);
      expect(mergeTallies(x, mergeTallies(y, z))).toEqual(whole);
      expect(mergeTallies(mergeTallies(z, x), y)).toEqual(whole);
    }),
  );
});

test("merging leaves its operands as they are, and JSON and back changes nothing", () => {
  const tally = tallyOf([[1, 1]]);
  mergeTallies(tally, tally);
  expect(total(tally)).toBe(1);
  expect(JSON.parse(JSON.stringify(tally))).toEqual(tally);
});

// A label outside must not vanish: it would make the denominator smaller.
test("refuses classes outside the tally, and lengths that differ", () => {
  expect(() =>
    tallyOf([
      [0, 0],
      [4, 0],
    ]),
  ).toThrow("expected classes 0 to 3, got label 4, prediction 0 at index 1");
  expect(() => tallyOf([[0, 7]])).toThrow("prediction 7");
  expect(() => updateTally(createTally(2), [0], [])).toThrow("1 labels for 0 predictions");
  expect(() => mergeTallies(createTally(2), createTally(3))).toThrow("2 classes with 3");
});
