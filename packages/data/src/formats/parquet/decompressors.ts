import type { Compressors } from "hyparquet";
import { zlib } from "../../zlib.js";

/** Bytes of a page, which the writer of a file chooses: a few megabytes, or as many as an image has. */
const MOST_PAGE = 2 ** 30;

/** What pages are compressed with, beside Snappy, which the reader of Parquet brings along. */
export const decompressors: Compressors = {
  GZIP: bounded("gunzipSync"),
  BROTLI: bounded("brotliDecompressSync"),
  ZSTD: bounded("zstdDecompressSync"),
};

type Inflate = "gunzipSync" | "brotliDecompressSync" | "zstdDecompressSync";

/** No more than the page says that it has. */
function bounded(inflate: Inflate): (input: Uint8Array, length: number) => Uint8Array {
  return (input, length) => {
    if (length > MOST_PAGE) throw new Error(`a page of ${length} bytes`);
    return zlib()[inflate](input, { maxOutputLength: Math.max(length, 1) });
  };
}
