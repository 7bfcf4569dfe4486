/** What the report's page has in it for its script to show. */
export interface PageData {
  /** What each class is called, by label. */
  readonly names: readonly string[];
  /** The labels that the matrix has rows and columns of, in their order. */
  readonly inMatrix: readonly number[];
  /** All images in one picture, row by row: the n-th of `samples` is the n-th there. */
  readonly sprite: SpriteLayout;
  /** By index. */
  readonly samples: readonly PageSample[];
  /** Places in `samples` of the most confident mistakes, the most confident one first. */
  readonly confident: readonly number[];
}

export interface SpriteLayout {
  readonly columns: number;
  readonly rows: number;
}

/** An image; short, for there may be thousands. */
export type PageSample = readonly [
  index: number,
  label: number,
  prediction: number,
  /** Classes and their probabilities in tenths of a percent, the likeliest first; none if not known. */
  probabilities: readonly (readonly [label: number, share: number])[],
];
