import "../styles/watch.css";
import { PicturePanel } from "../picture/picture-panel.js";
import { LayersSection } from "./layers-section.js";

/** A picture, and what each layer of the network makes of it. */
export function WatchView() {
  return (
    <div class="watch">
      <PicturePanel />
      <LayersSection />
    </div>
  );
}
