import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shorten, UsageError } from "@evalpool/errors";
import { makeDirectory, systemMessage } from "@evalpool/files/node";
import type { LabelledImages } from "../labelled-images.js";
import { pngImages } from "./png-images.js";
import { requireWriting } from "./require-writing.js";

/**
 * Writes images as PNG into a folder for each class, named as the class or else by its label; the files
 * are numbered in the order of the images.
 *
 * @param directory a new one, or empty
 * @throws {UsageError} when it is not empty, or a class has a name that no folder can have
 */
export async function writeImageFolder(directory: string, images: LabelledImages): Promise<void> {
  requireWriting("writeImageFolder", { directory }, images);
  const { labels, classNames } = images;
  await makeDirectory(directory);
  if (readdirSync(directory).length > 0) {
    throw new UsageError(`cannot write into ${directory}: expected an empty directory`);
  }
  const folders = new Map<number, string>();
  for (const label of new Set(labels)) {
    folders.set(label, join(directory, folderName(classNames?.[label] ?? String(label))));
  }
  for (const folder of folders.values()) await makeDirectory(folder);
  const digits = String(labels.length).length;
  let index = 0;
  for (const png of pngImages(images)) {
    const folder = folders.get(labels[index] ?? 0) ?? directory;
    write(join(folder, `${String(index).padStart(digits, "0")}.png`), png);
    index++;
  }
}

function write(file: string, content: Uint8Array): void {
  try {
    writeFileSync(file, content, { flag: "wx" });
  } catch (cause) {
    throw new UsageError(`cannot write ${file}: ${systemMessage(cause)}`, { cause });
  }
}

/** One that is read again as it is: neither hidden, nor in another folder. */
function folderName(name: string): string {
  if (/^[^./\\\0][^/\\\0]*$/.test(name)) return name;
  throw new UsageError(
    `expected names of classes that a folder can have, got ${shorten(name, 40)}`,
  );
}
