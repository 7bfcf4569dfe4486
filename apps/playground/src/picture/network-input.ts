import { DataError } from "@evalpool/errors";
import {
  imageShape,
  preparedShape,
  preparePixels,
  type Graph,
  type ImageShape,
  type Preprocess,
} from "@evalpool/models";
import type { PlanarImage } from "@evalpool/pictures";
import { misfitText } from "../networks/misfit-text.js";
import { asDigit } from "./as-digit.js";
import type { Picture } from "./picture.js";

/** What a network is given of a picture. */
export interface NetworkInput {
  /** The picture as a data set for this network would hold it. */
  readonly seen: PlanarImage;
  /** What the network's own preprocessing makes of that. */
  readonly bytes: Uint8Array;
  /** What was done to the picture, where anything was. */
  readonly note?: string;
}

/**
 * A picture as a network takes it. A drawing, or a file that was opened, is made to fit; an image of
 * a data set is only what the network's own preprocessing makes of it.
 *
 * @throws {DataError} when it does not fit
 */
export function networkInput(
  image: PlanarImage,
  graph: Graph,
  kind: Picture["kind"],
): NetworkInput {
  const { image: seen, note } = kind === "picked" ? { image } : fitted(image, graph, kind);
  const [channels, height, width] = seen.shape;
  const misfit = misfitText(graph, { channels, height, width });
  if (misfit !== undefined) throw new DataError("this picture", misfit);
  return { seen, bytes: prepared(seen, graph.preprocess), ...(note !== undefined && { note }) };
}

interface Fitted {
  readonly image: PlanarImage;
  readonly note?: string | undefined;
}

function fitted(image: PlanarImage, graph: Graph, kind: "drawn" | "file"): Fitted {
  const wanted = imageShape(graph);
  if (wanted === undefined) return { image };
  const isDigit = wanted.join() === "1,28,28" && preparesNothing(graph.preprocess);
  if (isDigit) return kind === "file" ? asDigit(image) : { image };
  return preparedShape(graph.preprocess, image.shape).join() === wanted.join()
    ? { image }
    : resized(image, wanted);
}

/** Whether images are taken as a data set like MNIST has them. */
function preparesNothing({ transpose, invert, channels, resize }: Preprocess): boolean {
  return (transpose ?? invert ?? channels ?? resize) === undefined;
}

function resized(image: PlanarImage, wanted: ImageShape): Fitted {
  const [channels, height, width] = wanted;
  const bytes = prepared(image, {
    ...(channels === 1 && { channels: "gray" as const }),
    ...(channels === 3 && { channels: "rgb" as const }),
    resize: { height, width },
  });
  // Other numbers of channels stay as they are, and do not fit.
  const shape: ImageShape =
    channels === 1 || channels === 3 ? wanted : [image.shape[0], height, width];
  return { image: { shape, bytes }, note: `resized to ${wanted.join("×")} for this network` };
}

/** A picture's bytes after what preprocessing does to bytes. */
function prepared({ shape, bytes }: PlanarImage, preprocess: Preprocess): Uint8Array {
  const preparation = preparePixels(preprocess, shape);
  if (preparation === undefined) return bytes;
  const [channels, height, width] = preparation.shape;
  const into = new Uint8Array(channels * height * width);
  preparation.prepare(bytes, into, 1);
  return into;
}
