import { useEffect, useRef } from "preact/hooks";
import type { PlanarImage } from "@evalpool/pictures";

interface Props {
  readonly image: PlanarImage;
  /** What it shows, in words; none where something beside it says so. */
  readonly label?: string;
  readonly class?: string;
}

/** An image, pixel by pixel, as large as its style says. */
export function Pixels({ image, label, class: name = "" }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [, height, width] = image.shape;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    context?.putImageData(toImageData(image), 0, 0);
  }, [image.bytes, width, height]);
  const spoken = label === undefined ? { "aria-hidden": true } : { role: "img" as const };
  return (
    <canvas
      ref={canvas}
      class={`pixels ${name}`}
      width={width}
      height={height}
      aria-label={label}
      {...spoken}
    />
  );
}

function toImageData({ shape, bytes }: PlanarImage): ImageData {
  const [channels, height, width] = shape;
  const length = height * width;
  const ofColor = channels < 3 ? 0 : length;
  const data = new ImageData(width, height);
  for (let i = 0; i < length; i++) {
    data.data[4 * i] = bytes[i] ?? 0;
    data.data[4 * i + 1] = bytes[ofColor + i] ?? 0;
    data.data[4 * i + 2] = bytes[2 * ofColor + i] ?? 0;
    data.data[4 * i + 3] = 255;
  }
  return data;
}
