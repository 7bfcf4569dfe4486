import fc from "fast-check";
import { expect, test } from "vitest";
import { packedLength, packSamples } from "../pack-samples.js";
import { unpackSamples } from "./unpack-samples.js";

const label = fc.nat(4095);
const sample = fc.record({
  index: fc.nat(2 ** 32 - 1),
  label,
  prediction: label,
  shares: fc.array(fc.tuple(label, fc.float({ min: 0, max: 1, noNaN: true })), { maxLength: 16 }),
});

test("images come out of a page as they were put in, in as many letters as was said", () => {
  fc.assert(
    fc.property(fc.array(sample), (samples) => {
      const packed = packSamples(samples);
      expect(unpackSamples(packed)).toEqual(samples);
      const letters = Object.values(packed).join("").length;
      // Each of the six columns is rounded up by itself.
      expect(letters - packedLength(samples)).toBeGreaterThanOrEqual(0);
      expect(letters - packedLength(samples)).toBeLessThanOrEqual(4 * 6);
    }),
  );
});
