import type { Model, PreprocessSource, SaidPreprocess } from "@evalpool/models";
import type { ReadNetworkOptions } from "./network-file.js";

/** A network and its weights, as files gave them. */
export interface FileModel extends Model {
  /** Who says what becomes of pixels: the model unless told. */
  readonly preprocessSource?: PreprocessSource;
  /** What the file of weights holds beside and evaluation has no use for, in words. */
  readonly skipped?: readonly string[];
}

/** A network, with its weights where the same file holds them. */
export type FileNetwork = Omit<FileModel, "parameters"> & Partial<Pick<FileModel, "parameters">>;

/** What is said of a network beside its file. */
export interface FileNetworkOptions extends ReadNetworkOptions {
  /** What becomes of stored pixels, in place of what the model says of that or is assumed. */
  readonly preprocess?: SaidPreprocess | undefined;
}
