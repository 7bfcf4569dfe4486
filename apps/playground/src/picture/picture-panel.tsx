import { Pad } from "./pad.js";

/** What goes into the network: drawn here, picked from the data set, or opened. */
export function PicturePanel() {
  return (
    <section class="picture" aria-label="Picture">
      <Pad />
    </section>
  );
}
