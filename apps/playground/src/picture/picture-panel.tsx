import { printable } from "@evalpool/errors";
import { Pixels } from "../components/pixels.js";
import { pass, passError } from "../state/pass.js";
import { tellFailure } from "../state/notice.js";
import { picture } from "../state/picture.js";
import { FitChoice } from "./fit-choice.js";
import { ImagePicker } from "./image-picker.js";
import { Pad } from "./pad.js";
import type { Picture } from "./picture.js";
import { savePicture } from "./save-picture.js";

/** What goes into the network: drawn here, picked from the data set, or opened. */
export function PicturePanel() {
  return (
    <section class="picture card" aria-label="Picture">
      <h2>Picture</h2>
      <Pad />
      <Seen />
      {picture.value.kind === "picked" && <FitChoice />}
      <ImagePicker />
    </section>
  );
}

/** What the network sees of it; else why it cannot. */
function Seen() {
  const seen = pass.value;
  const failed = passError.value;
  if (failed) return <p class="failed">{printable(failed.message)}</p>;
  if (seen === undefined) return null;
  const { seen: image, picture, label, note } = seen;
  const [channels, height, width] = image.shape;
  const size = `${channels === 1 ? "" : `${channels}×`}${height}×${width}`;
  const name = nameOf(picture, label);
  return (
    <figure class="seen">
      <Pixels image={image} label={`What the network sees: ${name}, ${size} pixels`} />
      <figcaption>
        {name}, as the network sees it: {size}
        {note && <span class="faint"> ({note})</span>}
        <button type="button" onClick={() => void savePicture(image).catch(tellFailure)}>
          Save picture
        </button>
      </figcaption>
    </figure>
  );
}

function nameOf(picture: Picture, label: number | undefined): string {
  if (picture.kind === "drawn") return "your drawing";
  if (picture.kind === "file") return printable(picture.name);
  return `image ${picture.index}${label === undefined ? "" : `, label ${label}`}`;
}
