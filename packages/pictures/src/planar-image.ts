/** An image as planes, one channel after the other, as data sets and networks have it. */
export interface PlanarImage {
  /** Grey, or red, green and blue; what comes behind, as opacity, is not drawn. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** 0 to 255, row by row. */
  readonly bytes: Uint8Array;
}

/** Channels that are drawn. */
export function drawnChannels({ shape }: PlanarImage): 1 | 3 {
  return shape[0] < 3 ? 1 : 3;
}
