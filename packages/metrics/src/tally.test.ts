import fc from "fast-check";
import { expect, test } from "vitest";
import { correct, createTally, mergeTallies, total } from "./tally.js";
import { anyImages, count, tallyOf, type Image } from "./testing/images.js";

const CLASSES = 4;
const images = anyImages(CLASSES);
const tally = (of: readonly Image[]) => tallyOf(CLASSES, of);

/** What two tallies must agree in: each byte. */
const bytes = JSON.stringify;

test("merging is commutative and associative to the byte, and nothing adds nothing", () => {
  fc.assert(
    fc.property(images, images, images, (a, b, c) => {
      const [x, y, z] = [tally(a), tally(b), tally(c)];
      const whole = bytes(tally([...a, ...b, ...c]));
      expect(bytes(mergeTallies(mergeTallies(x, y), z))).toBe(whole);
      expect(bytes(mergeTallies(x, mergeTallies(y, z)))).toBe(whole);
      expect(bytes(mergeTallies(mergeTallies(z, x), y))).toBe(whole);
      expect(bytes(mergeTallies(x, y))).toBe(bytes(mergeTallies(y, x)));
      expect(bytes(mergeTallies(x, createTally(CLASSES)))).toBe(bytes(x));
    }),
  );
});

test("any split into shards and batches, in any order, gives the bytes of the whole", () => {
  const cut = fc.array(fc.nat());
  fc.assert(
    fc.property(images, cut, fc.array(fc.nat()), (list, cuts, keys) => {
      const ends = [...cuts.map((at) => at % (list.length + 1)), list.length];
      const shards = ends
        .toSorted((a, b) => a - b)
        .map((end, i, sorted) => {
          const start = sorted[i - 1] ?? 0;
          const middle = Math.floor((start + end) / 2);
          const shard = count(tally(list.slice(start, middle)), list.slice(middle, end));
          return { shard, key: keys[i] ?? 0 };
        });
      const shuffled = shards.toSorted((a, b) => a.key - b.key).map(({ shard }) => shard);
      expect(bytes(shuffled.reduce(mergeTallies))).toBe(bytes(tally(list)));
    }),
  );
});

test("merging leaves its operands as they are", () => {
  const one = tally([{ label: 1, logits: [0, 1, 0, 0] }]);
  const before = bytes(one);
  count(mergeTallies(one, createTally(CLASSES)), [{ label: 1, logits: [0, 1, 0, 0] }]);
  expect(bytes(one)).toBe(before);
});

test("every part of a tally counts the same images", () => {
  fc.assert(
    fc.property(images, (list) => {
      const { confusionMatrix, confidenceBins, ...rest } = tally(list);
      const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
      const whole = { confusionMatrix, confidenceBins, ...rest };
      expect(total(whole)).toBe(list.length);
      expect(sum(confusionMatrix.flat())).toBe(list.length);
      expect(sum(confidenceBins.map((bin) => bin.images))).toBe(list.length);
      expect(correct(whole)).toBe(sum(confusionMatrix.map((row, label) => row[label]!)));
      expect(correct(whole)).toBe(sum(confidenceBins.map((bin) => bin.correct)));
    }),
  );
});

test("refuses to merge tallies of other classes", () => {
  expect(() => mergeTallies(createTally(2), createTally(3))).toThrow(RangeError);
  expect(() => mergeTallies(createTally(2), createTally(3))).toThrow(
    "cannot merge a tally of 2 classes with 3",
  );
});
