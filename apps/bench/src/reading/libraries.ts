/** A library by itself at what reading leaves to such, or might. */
export interface Library {
  readonly name: string;
  readonly run: () => Promise<unknown>;
  /** What it makes of the images, `[N, C, H, W]`. */
  readonly pixels: () => Promise<Uint8Array>;
}

/** Images that are decoded at once, as many as a reader has it decode. */
const LANES = 4;

/** Decodes images that are in memory already, to gray. */
export async function sharpAlone(encoded: readonly Uint8Array[]): Promise<Library> {
  const { default: sharp } = await import("sharp");
  sharp.concurrency(1);
  sharp.cache(false);
  const decode = async (): Promise<Uint8Array[]> => {
    const decoded: Uint8Array[] = [];
    let next = 0;
    const goOn = async (): Promise<void> => {
      while (next < encoded.length) {
        const i = next++;
        // Not told so, it makes three channels of one, which takes it longer.
        decoded[i] = await sharp(encoded[i]).toColourspace("b-w").raw().toBuffer();
      }
    };
    await Promise.all(Array.from({ length: LANES }, goOn));
    return decoded;
  };
  return { name: "sharp", run: decode, pixels: async () => Buffer.concat(await decode()) };
}

/** Parses a table that is in memory already, to fields of text; its first line has names. */
export async function csvParseAlone(text: Buffer): Promise<Library> {
  const { parse } = await import("csv-parse/sync");
  const rows = (): string[][] => parse(text);
  return {
    name: "csv-parse",
    run: () => Promise.resolve(rows()),
    pixels: () => {
      const pixels = rows()
        .slice(1)
        .map(([, ...fields]) => Uint8Array.from(fields, Number));
      return Promise.resolve(Buffer.concat(pixels));
    },
  };
}
