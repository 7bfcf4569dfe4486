/** What the report's page has in it for its script to show. */
export interface PageData {
  /** What each class is called, by label. */
  readonly names: readonly string[];
  /** The labels that the matrix has rows and columns of, in their order. */
  readonly inMatrix: readonly number[];
  /** The pictures that have the images, one after the other. */
  readonly sheets: readonly SheetLayout[];
  /** The images, by place: what goes first into a page stands first. */
  readonly samples: PackedSamples;
}

/** Images in rows of one picture. */
export interface SpriteLayout {
  readonly columns: number;
  readonly rows: number;
  /** Of the place of each image, in pixels. */
  readonly height: number;
  readonly width: number;
  /** Whether an image is shown in other pixels than its own. */
  readonly isShrunk: boolean;
}

/** A picture that has the images from a place on, as many as there are before the next one's. */
export interface SheetLayout extends SpriteLayout {
  readonly first: number;
}

/** An image in a page. */
export interface PageSample {
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  /** Classes and their probabilities, the likeliest first; none if not known. */
  readonly shares: readonly (readonly [label: number, share: number])[];
}

/** Images as columns, each base64 of little-endian numbers, for there may be thousands. */
export interface PackedSamples {
  /** 32 bits each. */
  readonly indices: string;
  /** 16 bits each, as are the predictions. */
  readonly labels: string;
  readonly predictions: string;
  /** How many shares each has, 8 bits. */
  readonly lengths: string;
  /** The shares of one image after the other: classes of 16 bits, … */
  readonly classes: string;
  /** … and their probabilities as float32. */
  readonly shares: string;
}
