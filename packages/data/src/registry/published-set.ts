import type { DatasetInfo } from "@evalpool/mnist";
import type { SplitName } from "@evalpool/mnist/node";

/** A data set of any format that can be downloaded. */
export interface PublishedSet extends DatasetInfo {
  /** The label of the first class, where that is not 0. */
  readonly labelsFrom?: number;
  readonly splits: Readonly<Record<SplitName, readonly PublishedPart[]>>;
}

/** A file of a split, as the cache holds it. */
export interface PublishedPart {
  /** Its name in the data set's directory. */
  readonly name: string;
  /** Bytes that it may have, inflated. */
  readonly maxBytes: number;
  readonly from: PublishedFile;
  /** Its name in the archive that `from` is. */
  readonly member?: string;
  readonly isGzip?: true;
}

/** A file as it is published: one of the data set's, or an archive of them. */
export interface PublishedFile {
  /** Where it can be had, in the order that is tried. */
  readonly urls: readonly string[];
  /** Bytes that it has, or may have where that is not published. */
  readonly maxBytes: number;
  /** In hex; without one or the other it is not downloaded, for nothing could prove it. */
  readonly sha256?: string;
  readonly md5?: string;
  readonly archive?: "tar.gz" | "zip";
  /** Kept among the archives of the cache under this name, as several data sets are in it. */
  readonly keptAs?: string;
}
