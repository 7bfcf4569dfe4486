import { printable } from "@evalpool/errors";
import { Pixels } from "../components/pixels.js";
import { pass, passError } from "../state/pass.js";
import { valueOf } from "../state/loadable.js";
import { tellFailure } from "../state/notice.js";
import { picture } from "../state/picture.js";
import { testSet } from "../state/test-set.js";
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
  if (seen === undefined) return <p class="faint">loading …</p>;
  const { seen: image, picture, note } = seen;
  const [channels, height, width] = image.shape;
  const size = `${channels === 1 ? "" : `${channels}×`}${height}×${width}`;
  const name = nameOf(picture);
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

function nameOf(picture: Picture): string {
  if (picture.kind === "drawn") return "your drawing";
  if (picture.kind === "file") return printable(picture.name);
  const set = valueOf(testSet.current.value);
  const label = set?.source.labels[picture.index];
  return `image ${picture.index}${label === undefined ? "" : `, label ${label}`}`;
}
