import type { PageData, PageSample } from "../page-data.js";
import type { Images } from "./card.js";
import { unpackSamples } from "./unpack-samples.js";

/** The images of the page, and where each is. */
export interface PageImages extends Images {
  /** The places of all, by index. */
  readonly byIndex: readonly number[];
  /** Of the image of an index; undefined when the page does not have it. */
  placeOf(index: number): number | undefined;
  /** Of some, by index. */
  placesOf(isWanted: (sample: PageSample) => boolean): readonly number[];
}

export function openImages({ names, sheets, samples: packed }: PageData): PageImages {
  const samples = unpackSamples(packed);
  const sorted = [...samples.entries()].sort(([, a], [, b]) => a.index - b.index);
  const places = new Map(sorted.map(([place, { index }]) => [index, place]));
  return {
    names,
    sheets,
    samples,
    byIndex: [...places.values()],
    placeOf: (index) => places.get(index),
    placesOf: (isWanted) => sorted.filter(([, sample]) => isWanted(sample)).map(([place]) => place),
  };
}
