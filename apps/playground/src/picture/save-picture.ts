import type { PlanarImage } from "@evalpool/pictures";
import { saveFile } from "../files/save-file.js";

/** The name that the command is told. */
export const PICTURE_FILE = "picture.png";

/** Saves what a network sees as PNG, pixel by pixel. */
export async function savePicture(image: PlanarImage): Promise<void> {
  const { createRaster, paintImage, rasterToPng } = await import("@evalpool/pictures");
  const [, height, width] = image.shape;
  const raster = createRaster({ width, height }, [image], 0);
  paintImage(raster, image, { left: 0, top: 0 });
  saveFile(PICTURE_FILE, rasterToPng(raster), "image/png");
}
