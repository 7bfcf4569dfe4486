import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openCsv } from "../../testing/open-csv.js";
import { pixelsOf } from "../../testing/pixels-of.js";
import { temporaryDirectory } from "../../../../../test/temporary-directory.js";

/** A table of random bytes, and how it is written. */
const tables = fc
  .record({ height: fc.integer({ min: 1, max: 4 }), width: fc.integer({ min: 1, max: 4 }) })
  .chain(({ height, width }) => {
    const length = height * width;
    const image = fc.uint8Array({ minLength: length, maxLength: length });
    const row = fc.record({ label: fc.nat(400), image });
    return fc.record({
      shape: fc.constant([height, width]),
      rows: fc.array(row, { minLength: 1, maxLength: 30 }),
      delimiter: fc.constantFrom(",", ";", "\t"),
      end: fc.constantFrom("\n", "\r\n"),
      place: fc.constantFrom(0, length, Math.floor(length / 2)),
      hasNames: fc.boolean(),
      hasMark: fc.boolean(),
      tail: fc.constantFrom("", "\n", "\r\n \r\n"),
      /** For each field in turn, how it is written. */
      styles: fc.infiniteStream(fc.constantFrom("", "", "", "quoted", "float", "padded")),
      isGzip: fc.boolean(),
      memory: fc.constantFrom(0, 10, 1e6),
    });
  });

type Written = typeof tables extends fc.Arbitrary<infer T> ? T : never;

function write({ rows, delimiter, end, place, styles, ...written }: Written): string {
  const { hasNames, hasMark, tail } = written;
  const at = hasNames ? place : 0;
  const line = (label: string, pixels: readonly string[]): string =>
    [...pixels.slice(0, at), label, ...pixels.slice(at)].join(delimiter) + end;
  const styled = (value: number): string => {
    const style = styles.next().value as string;
    if (style === "quoted") return `"${value}"`;
    if (style === "float") return `${value}.0`;
    return style === "padded" ? ` 00${value} ` : `${value}`;
  };
  const lines = rows.map(({ label, image }) => line(`${label}`, Array.from(image, styled)));
  const names = Array.from(rows[0]!.image, (_, i) => `p${i}`);
  return [hasMark ? "\ufeff" : "", hasNames ? line("y", names) : "", ...lines, tail].join("");
}

/** Whether all floats from 0 to 1 are meant: then 0.0 and 1.0 are black and white. */
function isUnit({ rows }: Written, text: string): boolean {
  return text.includes(".") && rows.every(({ image }) => image.every((value) => value <= 1));
}

test("any bytes are read back, however they are written", async () => {
  const file = join(temporaryDirectory(), "digits.csv");
  await fc.assert(
    fc.asyncProperty(tables, async (written) => {
      const text = write(written);
      const { rows, shape, memory, isGzip } = written;
      const white = isUnit(written, text) ? 255 : 1;
      const source = await openCsv(isGzip ? gzipSync(text) : text, { shape, memory }, file);
      expect([...source.labels]).toEqual(rows.map(({ label }) => label));
      const pixels = rows.flatMap(({ image }) => Array.from(image, (value) => value * white));
      expect(await pixelsOf(source)).toEqual(pixels);
      expect(source.handle instanceof Uint8Array).toBe(memory >= pixels.length);
    }),
    { numRuns: 300 },
  );
});

test("a table that is cut anywhere is an error, or has its first rows", async () => {
  const file = join(temporaryDirectory(), "digits.csv");
  await fc.assert(
    fc.asyncProperty(tables, fc.nat(), async (written, cut) => {
      const whole = Buffer.from(write({ ...written, hasNames: true, tail: "" }));
      const bytes = whole.subarray(0, cut % whole.length);
      const { rows, shape, end } = written;
      const source = await openCsv(bytes, { shape }, file).catch(
        (error: unknown) => error as Error,
      );
      if (source instanceof Error) {
        expect(source.name).toBe("DataError");
        return;
      }
      expect(bytes.toString().endsWith(end)).toBe(true);
      expect(source.count).toBe(bytes.toString().split(end).length - 2);
      const kept = rows.slice(0, source.count);
      expect([...source.labels]).toEqual(kept.map(({ label }) => label));
      const white = isUnit({ ...written, rows: kept }, bytes.toString()) ? 255 : 1;
      const pixels = kept.flatMap(({ image }) => Array.from(image, (value) => value * white));
      expect(await pixelsOf(source)).toEqual(pixels);
    }),
    { numRuns: 300 },
  );
});
