import { computed, effect, signal } from "@preact/signals";
import type { PlanarImage } from "@evalpool/pictures";
import { imageAt } from "../data/test-set.js";
import { imageOfStrokes } from "../picture/image-of-strokes.js";
import type { Picture } from "../picture/picture.js";
import { strokesFromText, strokesToText, type Strokes } from "../picture/strokes.js";
import { valueOf } from "./loadable.js";
import { tellNotice } from "./notice.js";
import { go, place } from "./place.js";
import { start } from "./place-hash.js";
import { testSet } from "./test-set.js";

const DRAWN = "drawn:";

/** The picture that was opened from a file last. */
const opened = signal<Extract<Picture, { kind: "file" }> | undefined>();

/** What goes into the network, as the URL says; undefined where that is no picture. */
const said = computed((): Picture | undefined => {
  const { image } = place.value;
  if (image === "file") return opened.value;
  if (image.startsWith(DRAWN)) {
    const strokes = strokesFromText(image.slice(DRAWN.length));
    return strokes && { kind: "drawn", strokes };
  }
  return /^\d{1,15}$/.test(image) ? { kind: "picked", index: Number(image) } : undefined;
});

/** What goes into the network. */
export const picture = computed((): Picture => said.value ?? { kind: "picked", index: 0 });

effect(() => {
  if (said.value !== undefined) return;
  const isFile = place.peek().image === "file";
  const reason = isFile ? "was opened from a file, which an address cannot hold" : "is none";
  tellNotice(`The picture of this address ${reason}: this is image ${start.image}.`);
  go({ image: start.image });
});

/** Its pixels; undefined while there is no such image, as long as the data set is loading. */
export const image = computed((): PlanarImage | undefined => {
  const shown = picture.value;
  if (shown.kind === "file") return shown.image;
  if (shown.kind === "drawn") return imageOfStrokes(shown.strokes);
  const set = valueOf(testSet.current.value);
  return set && shown.index < set.source.count ? imageAt(set, shown.index) : undefined;
});

/** What it is, where that is known. */
export const label = computed((): number | undefined => {
  const shown = picture.value;
  const set = valueOf(testSet.current.value);
  return shown.kind === "picked" ? set?.source.labels[shown.index] : undefined;
});

export function draw(strokes: Strokes): void {
  go({ image: DRAWN + strokesToText(strokes) });
}

export function pick(index: number): void {
  go({ image: String(index) });
}

export function takePicture(name: string, image: PlanarImage): void {
  opened.value = { kind: "file", name, image };
  go({ image: "file" });
}
