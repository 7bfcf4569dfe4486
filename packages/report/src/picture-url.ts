import {
  createRaster,
  paintImage,
  rasterToPng,
  shrink,
  toBase64,
  type PlanarImage,
} from "@evalpool/pictures";

/** A side of more pixels shows no more. */
const LONGEST_SIDE = 224;

/** An image as a PNG in an address. */
export function pictureUrl(image: PlanarImage): string {
  const shown = shrink(image, LONGEST_SIDE);
  const [, height, width] = shown.shape;
  const raster = createRaster({ width, height }, [shown], 0);
  paintImage(raster, shown, { left: 0, top: 0 });
  return `data:image/png;base64,${toBase64(rasterToPng(raster))}`;
}
