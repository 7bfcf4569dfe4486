import { DataError } from "@evalpool/errors";
import { openIdxFiles } from "../data/open-idx-files.js";
import { openModelFiles } from "../networks/open-model-files.js";
import { decodePicture } from "../picture/decode-picture.js";
import { chosenNetwork, network } from "../state/network.js";
import { dismiss, tellFailure, tellNotice } from "../state/notice.js";
import { takePicture } from "../state/picture.js";
import { go, place } from "../state/place.js";
import { testSet } from "../state/test-set.js";
import { valueOf } from "../state/loadable.js";
import { readFile, type OpenedFile } from "./read-file.js";

const pictures: ReadonlySet<unknown> = new Set(["png", "jpeg", "gif", "webp", "bmp"]);

function isPicture({ kind, type }: OpenedFile): boolean {
  return pictures.has(kind?.id) || type.startsWith("image/");
}

/** Opens what was dropped or chosen: a picture, the two files of a data set, a network, weights. */
export async function openFiles(files: readonly File[]): Promise<void> {
  dismiss();
  try {
    const opened = await Promise.all(files.map(readFile));
    const [picture, ...morePictures] = opened.filter(isPicture);
    const idx = opened.filter(({ kind }) => kind?.id === "idx");
    const [other, ...more] = opened.filter((file) => !isPicture(file) && !idx.includes(file));
    if (morePictures[0]) {
      throw new DataError(morePictures[0].name, "expected one picture at a time");
    }
    if (idx.length > 0) testSet.take(openIdxFiles(idx));
    if (other) {
      network.take(await openModelFiles([other, ...more], valueOf(chosenNetwork.value)));
    }
    if (picture) takePicture(picture.name, await decodePicture(blobOf(picture), picture.name));
    tellNotice(`Opened ${files.map(({ name }) => name).join(", ")}.`);
    // Where there is something to see of it.
    const { view } = place.value;
    if (view !== "watch" && (picture || view !== "evaluate")) go({ view: "watch" });
  } catch (error) {
    tellFailure(error);
  }
}

function blobOf({ bytes, type }: OpenedFile): Blob {
  return new Blob([bytes as BlobPart], { type });
}
