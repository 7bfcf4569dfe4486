import { printable } from "@evalpool/errors";
import { Pixels } from "../components/pixels.js";
import { image, label, picture } from "../state/picture.js";
import { pass, passError } from "../state/pass.js";
import { ImagePicker } from "./image-picker.js";
import { Pad } from "./pad.js";
import { savePicture } from "./save-picture.js";

/** What goes into the network: drawn here, picked from the data set, or opened. */
export function PicturePanel() {
  return (
    <section class="picture card" aria-label="Picture">
      <h2>Picture</h2>
      <Pad />
      <Seen />
      <ImagePicker />
    </section>
  );
}

/** What the network sees of it. */
function Seen() {
  const seen = pass.value?.seen ?? image.value;
  const failed = passError.value;
  if (seen === undefined) return <p class="faint">loading …</p>;
  const [channels, height, width] = seen.shape;
  const size = `${channels === 1 ? "" : `${channels}×`}${height}×${width}`;
  return (
    <figure class="seen">
      <Pixels image={seen} label={`What the network sees: ${nameOf()}, ${size} pixels`} />
      <figcaption>
        {nameOf()}, as the network sees it: {size}
        {pass.value?.note && <span class="faint"> ({pass.value.note})</span>}
        {failed && <span class="failed"> {printable(failed.message)}</span>}
        <button type="button" onClick={() => void savePicture(seen)}>
          Save picture
        </button>
      </figcaption>
    </figure>
  );
}

function nameOf(): string {
  const shown = picture.value;
  if (shown.kind === "drawn") return "your drawing";
  if (shown.kind === "file") return shown.name;
  return `image ${shown.index}${label.value === undefined ? "" : `, label ${label.value}`}`;
}
