/** Shape of one example: the batch axis is implied. Images are `[C, H, W]`. */
export type Shape = readonly number[];
