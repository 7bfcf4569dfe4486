import * as fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import { decodeImage } from "./decode-image.js";
import { decodePlainPng } from "./decode-plain-png.js";
import { pngFile } from "./png-file.js";
import { pillowImages } from "./testing/pillow-images.generated.js";

function bytesOf(name: string): Buffer {
  return Buffer.from(pillowImages.find((image) => image.name === name)?.base64 ?? "", "base64");
}

test.each(pillowImages)("$name: as Pillow sees it", async ({ name, base64, shape, pixels }) => {
  const image = await decodeImage(Buffer.from(base64, "base64"), "a.png");
  expect(image.shape).toEqual(shape);
  const expected = Buffer.from(pixels, "hex");
  if (!name.startsWith("jpeg")) {
    expect(Buffer.from(image.bytes).equals(expected)).toBe(true);
    return;
  }
  // Decoders of JPEG may round otherwise (ITU-T T.83).
  const off = expected.map((value, i) => Math.abs(value - image.bytes[i]!));
  expect(image.bytes.length).toBe(expected.length);
  expect(Math.max(...off)).toBeLessThanOrEqual(2);
});

const stored = new Map([
  [0, 1],
  [2, 3],
  [4, 2],
  [6, 4],
]);

const anyPlainPng = fc
  .record({
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    colourType: fc.constantFrom(0, 2, 4, 6),
  })
  .chain(({ height, width, colourType }) => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 4 }),
      fc.uint8Array({
        minLength: width * stored.get(colourType)!,
        maxLength: width * stored.get(colourType)!,
      }),
    );
    return fc.array(row, { minLength: height, maxLength: height }).map((rows) => {
      const bytes = Buffer.concat(
        rows.flatMap(([filter, pixels]) => [[filter], pixels].map((b) => Buffer.from(b))),
      );
      return {
        file: pngFile({ height, width, colourType }, bytes),
        channels: colourType % 4 === 0 ? 1 : 3,
      };
    });
  });

// Oracle: libpng.
test("plain images are decoded here as the library decodes them, with any filters", async () => {
  await fc.assert(
    fc.asyncProperty(anyPlainPng, async ({ file, channels }) => {
      const planes = decodePlainPng(file);
      const space = channels === 1 ? "b-w" : "srgb";
      const expected = await sharp(file).removeAlpha().toColourspace(space).raw().toBuffer();
      const pixels = expected.length / channels;
      const interleaved = Array.from(
        expected,
        (_, i) => planes?.[(i % channels) * pixels + Math.floor(i / channels)],
      );
      expect(interleaved).toEqual([...expected]);
    }),
    { numRuns: 50 },
  );
});

test.each(["gray of 16 bit", "palette", "interlaced", "png that lies on its side"])(
  "%s is left to the library",
  (name) => {
    expect(decodePlainPng(bytesOf(name))).toBeUndefined();
  },
);

test.each([
  [
    "<!doctype html><title>Sign in</title>",
    "a.png: expected a PNG or JPEG image, got a web page; download the file itself, not the page about it",
  ],
  ["", "a.png: expected a PNG or JPEG image, got an empty file"],
  ["GIF89a", "a.png: expected a PNG or JPEG image, got a GIF image"],
])("%j is no image", (text, message) => {
  expect(() => decodeImage(Buffer.from(text), "a.png")).toThrow(
    new DataError("a.png", message.slice(7)),
  );
});

test.each([
  ["gray", -20],
  ["rgb", -13],
  ["jpeg rgb", -40],
  ["jpeg gray", -2],
  ["jpeg rgb", 30],
  ["gray", 20],
])("%s cut at byte %i is an error that names it", async (name, end) => {
  const decoding = async (): Promise<unknown> =>
    decodeImage(bytesOf(name).subarray(0, end), "a.png");
  const error = await decoding().catch((error: unknown) => error as Error);
  const { message } = error as Error;
  expect(message).toMatch(/^a\.png: (?:image is cut short or damaged|expected a \w+ image, got)/);
  expect(message).not.toMatch(/failOn|libpng/);
});

test("more pixels than memory is for are refused before they are decoded", () => {
  const file = pngFile({ height: 100_000, width: 100_000, colourType: 0 }, Buffer.alloc(10));
  const reason = "expected an image of 1 to 67108864 pixels, got 100000×100000 (height × width)";
  expect(() => decodeImage(file, "a.png")).toThrow(new DataError("a.png", reason));
});

test("whatever is cut off or turned over, it is an error or the same pixels, never a crash", async () => {
  const plain = pillowImages.filter(({ name }) => !name.startsWith("jpeg"));
  const anyDamage = fc.record({
    image: fc.constantFrom(...plain),
    at: fc.nat(),
    bit: fc.option(fc.integer({ min: 0, max: 7 })),
  });
  await fc.assert(
    fc.asyncProperty(anyDamage, async ({ image: { base64, pixels }, at, bit }) => {
      const whole = Buffer.from(base64, "base64");
      const place = at % whole.length;
      const damaged =
        bit === null ? whole.subarray(0, place) : whole.with(place, whole[place]! ^ (1 << bit));
      const decoding = async (): Promise<string> => {
        const { bytes } = await decodeImage(damaged, "a.png");
        return Buffer.from(bytes).toString("hex");
      };
      const outcome = await decoding().catch((error: unknown) => error);
      if (!(outcome instanceof DataError)) expect(outcome).toBe(pixels);
    }),
    { numRuns: 1000 },
  );
});
