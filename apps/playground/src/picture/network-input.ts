import { DataError } from "@evalpool/errors";
import {
  imageShape,
  preparePixels,
  requireFit,
  type Graph,
  type ImageShape,
} from "@evalpool/models";
import type { PlanarImage } from "@evalpool/pictures";

/** The bytes that a network is given of a picture, and what was done to it that nobody asked for. */
export interface NetworkInput {
  readonly bytes: Uint8Array;
  readonly note?: string;
}

/**
 * A picture as a network takes it.
 *
 * @param isFree whether it may be resized and recoloured, as a drawing may: an image of a data set is
 * only what the network's own preprocessing makes of it
 * @throws {DataError} when it does not fit, which says what would make it fit
 */
export function networkInput(
  image: PlanarImage,
  graph: Graph,
  name: string,
  isFree: boolean,
): NetworkInput {
  const [channels, height, width] = image.shape;
  try {
    requireFit(graph, name, { channels, height, width });
  } catch (error) {
    const wanted = imageShape(graph);
    if (!isFree || wanted === undefined || !(error instanceof DataError)) throw error;
    return resized(image, graph, wanted);
  }
  return { bytes: prepared(image, graph.preprocess) };
}

function resized(image: PlanarImage, { preprocess }: Graph, wanted: ImageShape): NetworkInput {
  const [channels, height, width] = wanted;
  const bytes = prepared(image, {
    ...preprocess,
    ...(channels === 1 ? { channels: "gray" } : channels === 3 ? { channels: "rgb" } : {}),
    resize: { height, width },
  });
  return { bytes, note: `made ${wanted.join("×")} for this network` };
}

function prepared({ shape, bytes }: PlanarImage, preprocess: Graph["preprocess"]): Uint8Array {
  const preparation = preparePixels(preprocess, shape);
  if (preparation === undefined) return bytes;
  const [channels, height, width] = preparation.shape;
  const into = new Uint8Array(channels * height * width);
  preparation.prepare(bytes, into, 1);
  return into;
}
