import { DataError, formatShape } from "@evalpool/errors";
import { readOpenIdx, type OpenIdx } from "@evalpool/mnist/node";
import { numberedLabels, type LabelOptions, type Labels } from "../../labels.js";

/** Columns that rows of labels may have: QMNIST's have 8. */
const MOST_COLUMNS = 64;
/** Images whose labels are still held in memory. */
const MOST_IMAGES = 2 ** 29;

/**
 * Reads labels of any type: one for each image, or rows of whole numbers whose first is the class, as
 * QMNIST has them.
 *
 * @param count of images
 * @throws {DataError} when they are no labels, or not as many as there are images
 */
export async function readIdxLabels(
  idx: OpenIdx,
  count: number,
  imagesFile: string,
  options: LabelOptions,
  names?: readonly string[],
): Promise<Labels & { readonly sha256: string }> {
  const { file, header } = idx;
  const [rows = 0, columns = 1] = header.shape;
  const isOther = header.shape.length > 2 || columns === 0 || columns > MOST_COLUMNS;
  if (isOther || (columns > 1 && header.type.name !== "int32")) {
    const got = `${header.type.name} of shape ${formatShape(header.shape)}`;
    const as = header.shape.length > 2 ? ", as images have" : "";
    throw new DataError(file, `${EXPECTED}, got ${got}${as}`);
  }
  if (rows !== count) {
    throw new DataError(file, `${rows} labels for the ${count} images of ${imagesFile}`);
  }
  if (count > MOST_IMAGES) {
    throw new DataError(file, `expected at most ${MOST_IMAGES} images, got ${count}`);
  }
  const { data, sha256 } = await readOpenIdx(idx);
  const classes = columns === 1 ? data : data.filter((_, i) => i % columns === 0);
  return { ...numberedLabels(classes, file, options, names), sha256 };
}

const EXPECTED = "expected labels: one for each image, or rows of int32 whose first is the class";
