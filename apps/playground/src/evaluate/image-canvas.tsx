import { useEffect, useRef } from "preact/hooks";
import type { PlanarImage } from "@evalpool/pictures";

/** An image as it is stored, a pixel for each of its own; beside it stands what it is. */
export function ImageCanvas({ image }: { readonly image: PlanarImage }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [, height, width] = image.shape;
  useEffect(() => {
    canvas.current?.getContext("2d")?.putImageData(imageData(image), 0, 0);
  });
  return <canvas ref={canvas} class="pixels" width={width} height={height} aria-hidden="true" />;
}

/** Grey, or red, green and blue; further channels are not drawn. */
function imageData({ shape: [channels, height, width], bytes }: PlanarImage): ImageData {
  const plane = height * width;
  const data = new Uint8ClampedArray(4 * plane).fill(255);
  for (let channel = 0; channel < 3; channel++) {
    const start = channels < 3 ? 0 : channel * plane;
    for (let i = 0; i < plane; i++) data[4 * i + channel] = bytes[start + i] ?? 0;
  }
  return new ImageData(data, width, height);
}
