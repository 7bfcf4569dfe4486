import { DataError } from "@evalpool/errors";
import type { NamedBytes } from "../files/named-bytes.js";
import { idxTestSet } from "./idx-test-set.js";
import type { TestSet } from "./test-set.js";

/** The test set that IDX files are, of which there are two: of several sets that for testing. */
export function openIdxFiles(files: readonly NamedBytes[]): TestSet {
  const isTest = ({ name }: NamedBytes): boolean => /t10k|test/i.test(name);
  const chosen = files.length > 2 ? files.filter(isTest) : files;
  const [images, ...moreImages] = chosen.filter(({ bytes }) => rankOf(bytes) > 1);
  const [labels, ...moreLabels] = chosen.filter(({ bytes }) => rankOf(bytes) === 1);
  if (images === undefined || labels === undefined) {
    const [is, lacks] = images ? ["images", "labels"] : ["labels", "images"];
    const name = (images ?? labels ?? files[0])?.name ?? "";
    throw new DataError(name, `an IDX file of ${is}: open the one of its ${lacks} along with it`);
  }
  const more = moreImages[0] ?? moreLabels[0];
  if (more) throw new DataError(more.name, "expected the images and labels of one set at a time");
  const about = { name: images.name, flags: ["--data", images.name], isComplete: true };
  return idxTestSet(images, labels, about);
}

/** Axes, as the fourth byte says. */
function rankOf(bytes: Uint8Array): number {
  return bytes[3] ?? 0;
}
