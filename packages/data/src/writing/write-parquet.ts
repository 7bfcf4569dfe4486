import { writeWhole } from "@evalpool/files/node";
import type { parquetWriteBuffer } from "hyparquet-writer";
import type { LabelledImages } from "../labelled-images.js";
import { pngImages } from "./png-images.js";
import { requireWriting } from "./require-writing.js";

/** Rows of a row group: a reader holds one at a time. */
const ROWS = 1000;

/** As `pyarrow` writes it. */
const schema: NonNullable<Parameters<typeof parquetWriteBuffer>[0]["schema"]> = [
  { name: "schema", num_children: 2 },
  { name: "image", num_children: 2, repetition_type: "OPTIONAL" },
  { name: "bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
  { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  { name: "label", type: "INT64", repetition_type: "OPTIONAL" },
];

/**
 * Writes images as PNG with their labels into a Parquet file, in the form of Hugging Face's `datasets`:
 * an `image` with its bytes, and a `label`.
 *
 * @throws {UsageError} when it cannot be written
 */
export async function writeParquet(file: string, images: LabelledImages): Promise<void> {
  requireWriting("writeParquet", { file }, images);
  const encoded = Array.from(pngImages(images), (bytes, i) => ({ bytes, path: `${i}.png` }));
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const content = parquetWriteBuffer({
    columnData: [
      { name: "image", data: encoded },
      { name: "label", data: BigInt64Array.from(images.labels, BigInt) },
    ],
    schema,
    rowGroupSize: ROWS,
    kvMetadata: [
      { key: "huggingface", value: JSON.stringify({ info: { features: features(images) } }) },
    ],
  });
  await writeWhole(file, new Uint8Array(content));
}

function features({ classNames }: LabelledImages): object {
  const label = classNames
    ? { names: classNames, _type: "ClassLabel" }
    : { dtype: "int64", _type: "Value" };
  return { image: { _type: "Image" }, label };
}
