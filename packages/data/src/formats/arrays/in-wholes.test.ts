import fc from "fast-check";
import { expect, test } from "vitest";
import { inWholes } from "./in-wholes.js";

test("pieces of any length are given on whole, each byte once and in order", () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20 }));
  fc.assert(
    fc.property(pieces, fc.constantFrom(1, 2, 4, 8), (all, width) => {
      const given: Uint8Array[] = [];
      const take = inWholes(width, (bytes) => given.push(bytes.slice()));
      // As readers do, which fill one piece of memory again and again.
      const memory = new Uint8Array(20);
      for (const piece of all) {
        memory.set(piece);
        take(memory.subarray(0, piece.length));
      }
      const whole = Buffer.concat(all);
      expect(given.every(({ length }) => length > 0 && length % width === 0)).toBe(true);
      expect(Buffer.concat(given)).toEqual(
        whole.subarray(0, whole.length - (whole.length % width)),
      );
    }),
  );
});
