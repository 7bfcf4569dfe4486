import { find } from "./find.js";
import type { PageImages } from "./page-images.js";

/** Has a form find an image by its index, or say that the page does not have it. */
export function askForIndex(images: PageImages, show: (index: number) => void): void {
  const form = find<HTMLFormElement>("#find");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const index = find<HTMLInputElement>("input", form).valueAsNumber;
    const isThere = images.placeOf(index) !== undefined;
    const told = isThere ? "" : `Image ${index} is not in this page.`;
    find("[role=status]", form).textContent = told;
    if (isThere) show(index);
  });
}
