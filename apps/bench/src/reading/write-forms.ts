import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeCsv, writeImageFolder, writeNpz, writeParquet } from "@evalpool/data/node";
import type { Inputs } from "../inputs.ts";
import { temporaryDirectory } from "../temporary-directory.ts";
import { csvParseAlone, sharpAlone, type Library } from "./libraries.ts";

/** The images in one of the forms that are read. */
export interface Form {
  readonly name: string;
  readonly path: string;
  /** Of the files that are read for it. */
  readonly bytes: number;
  /** What reading must give, `[N, C, H, W]`. */
  readonly pixels: Uint8Array;
  readonly library?: Library;
  /** What reading is to reach: times as fast as the library, or megabytes in a second. */
  readonly target?: { readonly times: number } | { readonly megabytes: number };
}

/** Reading and decoding take at most 1.5 times as long as decoding alone. */
const FOLDER_TARGET = { times: 1 / 1.5 };

/** Writes the images in each form, one after the other. */
export async function* writeForms(inputs: Inputs): AsyncGenerator<Form> {
  const { images, labels } = inputs;
  const [, height, width] = images.shape;
  const set = { images: images.data, labels: labels.data, shape: [1, height, width] } as const;
  const root = temporaryDirectory();
  const pixels = images.data;

  yield { name: "IDX", path: inputs.directory, bytes: pixels.length, pixels };

  const png = join(root, "png");
  await writeImageFolder(png, set);
  yield { name: "folder of PNG", ...(await folderForm(png)), pixels: byClass(inputs) };

  const jpeg = join(root, "jpeg");
  await writeJpegFolder(jpeg, inputs);
  const folder = await folderForm(jpeg);
  // What was lost when they were written, no reader finds again.
  yield { name: "folder of JPEG", ...folder, pixels: await folder.library.pixels() };

  const csv = join(root, "images.csv");
  await writeCsv(csv, set);
  const library = await csvParseAlone(await readFile(csv));
  yield { name: "CSV", ...(await fileForm(csv)), pixels, library, target: { megabytes: 80 } };

  const parquet = join(root, "images.parquet");
  await writeParquet(parquet, set);
  yield { name: "Parquet of PNG", ...(await fileForm(parquet)), pixels };

  const npz = join(root, "images.npz");
  await writeNpz(npz, "test", set, { isCompressed: true });
  yield { name: "NPZ, deflated", ...(await fileForm(npz)), pixels };
}

type Place = Pick<Form, "path" | "bytes">;

async function fileForm(path: string): Promise<Place> {
  return { path, bytes: (await stat(path)).size };
}

/** Of files that lie in a folder for each class, in the order in which they are read. */
async function folderForm(
  path: string,
): Promise<Place & Required<Pick<Form, "library" | "target">>> {
  const names = await readdir(path, { recursive: true });
  const encoded: Uint8Array[] = [];
  for (const name of names.filter((name) => name.includes(".")).sort()) {
    encoded.push(await readFile(join(path, name)));
  }
  const bytes = encoded.reduce((sum, { length }) => sum + length, 0);
  return { path, bytes, library: await sharpAlone(encoded), target: FOLDER_TARGET };
}

async function writeJpegFolder(directory: string, { images, labels }: Inputs): Promise<void> {
  const { default: sharp } = await import("sharp");
  const [count, height, width] = images.shape;
  const raw = { height, width, channels: 1 } as const;
  for (const label of new Set(labels.data)) {
    await mkdir(join(directory, String(label)), { recursive: true });
  }
  for (let i = 0; i < count; i++) {
    const image = images.data.subarray(i * height * width, (i + 1) * height * width);
    const jpeg = await sharp(image, { raw }).toColourspace("b-w").jpeg().toBuffer();
    const name = `${String(i).padStart(String(count).length, "0")}.jpg`;
    await writeFile(join(directory, String(labels.data[i]), name), jpeg);
  }
}

/** The images as folders have them: class by class, of which there are ten at most. */
function byClass({ images, labels }: Inputs): Uint8Array {
  const [, height, width] = images.shape;
  const length = height * width;
  const order = [...labels.data.keys()].sort(
    (a, b) => (labels.data[a] ?? 0) - (labels.data[b] ?? 0) || a - b,
  );
  return Buffer.concat(order.map((i) => images.data.subarray(i * length, (i + 1) * length)));
}
