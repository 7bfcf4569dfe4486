import { DataError } from "@evalpool/errors";
import type { ImageFormat } from "@evalpool/mnist";

/** What images are that are stored as they are. @throws {DataError} where nothing says so */
export function storedFormat(format: ImageFormat | undefined): StoredFormat {
  if (format === undefined) throw new DataError("images", "expected a format of what is stored");
  const { channels, height, width, element } = format;
  return { format, length: channels * height * width * (element === "uint8" ? 1 : 4) };
}

interface StoredFormat {
  readonly format: ImageFormat;
  /** Bytes of one image. */
  readonly length: number;
}
