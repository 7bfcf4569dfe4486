import fc from "fast-check";
import { createTally, type Tally } from "../tally.js";
import { updateTally } from "../update-tally.js";

/** An image as the tally sees it. */
export interface Image {
  readonly label: number;
  /** One for each class. */
  readonly logits: readonly number[];
}

/** Any images of that many classes: logits that are equal, far apart or hardly different. */
export function anyImages(classes: number): fc.Arbitrary<Image[]> {
  const logit = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ min: -20, max: 20, noNaN: true }),
  );
  const logits = fc.array(logit, { minLength: classes, maxLength: classes });
  return fc.array(fc.record({ label: fc.nat(classes - 1), logits }));
}

/** Adds images to a tally, all at once. */
export function count(tally: Tally, images: readonly Image[]): Tally {
  const stride = tally.labelRanks.length;
  const labels = images.map(({ label }) => label);
  const logits = { data: images.flatMap((image) => image.logits), stride };
  const predictions = images.map((image) => image.logits.indexOf(Math.max(...image.logits)));
  updateTally(tally, labels, { predictions, sums: images.flatMap(softmaxSums), logits });
  return tally;
}

/** `e = np.delete(np.exp(x - x.max()), x.argmax()); e.sum(), (e * e).sum()` */
export function softmaxSums({ logits }: Pick<Image, "logits">): [number, number] {
  const max = Math.max(...logits);
  const others = logits.toSpliced(logits.indexOf(max), 1);
  const powers = others.map((logit) => Math.exp(logit - max));
  return [sum(powers), sum(powers.map((power) => power * power))];
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

export function tallyOf(classes: number, images: readonly Image[]): Tally {
  return count(createTally(classes), images);
}
