import { imageShape, stepsToFit, type Graph, type ImageSize } from "@evalpool/models";

/** Why images do not fit a network; undefined where they do. */
export function misfitText(graph: Graph, images: ImageSize): string | undefined {
  const steps = stepsToFit(graph, images);
  if (steps && Object.keys(steps).length === 0) return undefined;
  const takes = (imageShape(graph) ?? graph.input.shape).join("×");
  const got = [images.channels, images.height, images.width].join("×");
  return `${graph.id} takes images of ${takes}, got ${got} (channels × height × width)`;
}
