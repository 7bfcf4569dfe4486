import type { FileKind } from "@evalpool/files";
import type { IndexedSource } from "@evalpool/mnist";
import type { LabelOptions } from "../labels.js";

/** A path, and what is known of it before any format is asked. */
export interface Place {
  readonly path: string;
  readonly isDirectory: boolean;
  /** Bytes of the file as it is stored. */
  readonly size: number;
  /** Of a file, its first 4,096 bytes, inflated where it is gzip. */
  readonly head: Uint8Array;
  readonly isGzip: boolean;
  /** What these say. */
  readonly kind?: FileKind;
  /** Of a directory, in order, but for what is hidden or left behind; of a very full one, some. */
  readonly names: readonly string[];
}

/** A way to store labelled images. */
export interface Format {
  /** As it stands in a sentence: `IDX files`. */
  readonly name: string;
  /** What of a place is its own; it reads nothing large. */
  readonly find: (place: Place, options: OpenOptions) => Promise<Found | undefined>;
}

/** A data set in a place. */
export interface Found {
  /** Those that are there: `test` where it is not said which it is. */
  readonly splits: readonly string[];
  /** Opens one of them. @throws {DataError} when it is damaged, or labels do not fit */
  readonly open: (split: string, options: OpenOptions) => Promise<IndexedSource>;
}

/** How a data set is opened. */
export interface OpenOptions extends LabelOptions {
  /** File of the labels, where they are not found beside the images. */
  readonly labels?: string | undefined;
  /** `[H, W]` or `[C, H, W]` of images that are stored flat. */
  readonly shape?: readonly number[] | undefined;
  /** Bytes that images may take in memory: what is more stays in files. */
  readonly memory: number;
  /** Whether images are read again and again: then a file's are held in memory, if they fit. */
  readonly isRepeated?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}
