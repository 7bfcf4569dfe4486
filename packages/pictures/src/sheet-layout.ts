import { required } from "@evalpool/errors";
import { row, type Tensor } from "@evalpool/tensor";

/** Grey images in memory, each with the number of its class. */
export interface LabelledImages {
  readonly images: { readonly data: Uint8Array; readonly shape: readonly [number, number, number] };
  readonly labels: Pick<Tensor, "data">;
}

/** Images of a data set side by side, each over its label. */
export interface Sheet {
  /** Of the whole, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Images in a row, and rows. */
  readonly columns: number;
  readonly rows: number;
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly index: number;
  readonly label: number;
  /** Pixels 0 to 255. */
  readonly image: Uint8Array;
  readonly imageWidth: number;
  /** Of the drawn image. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How many pixels of the sheet show one of an image, along each axis. */
export const SCALE = 2;
/** Room for a label below its image, and between what stands side by side. */
export const CAPTION = 18;
const GAP = 8;
/** Labels have up to three digits. */
const LABEL_WIDTH = 24;

/** Lays out images from `first` on, about as many in a row as there are rows. */
export function layOutSheet(
  { images, labels }: LabelledImages,
  first: number,
  count: number,
): Sheet {
  const [, imageHeight, imageWidth] = images.shape;
  const [width, height] = [SCALE * imageWidth, SCALE * imageHeight];
  const pitch = Math.max(width, LABEL_WIDTH) + GAP;
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const cells = Array.from({ length: count }, (_, i): Cell => {
    const index = first + i;
    return {
      index,
      label: required(labels.data[index], `label ${index}`),
      image: row(images, index).data,
      imageWidth,
      left: GAP + (i % columns) * pitch,
      top: GAP + Math.floor(i / columns) * (height + CAPTION + GAP),
      width,
      height,
    };
  });
  return {
    width: GAP + columns * pitch,
    height: GAP + rows * (height + CAPTION + GAP),
    columns,
    rows,
    cells,
  };
}
