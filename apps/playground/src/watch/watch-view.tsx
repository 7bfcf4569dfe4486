import { PicturePanel } from "../picture/picture-panel.js";
import { pass } from "../state/pass.js";

export function WatchView() {
  return (
    <div class="watch">
      <PicturePanel />
      <section aria-label="Layers">{pass.value?.probabilities.join(" ")}</section>
    </div>
  );
}
