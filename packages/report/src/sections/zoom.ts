import { html, type Html } from "../html.js";

/** What an image is enlarged in, which the page's script fills. */
export function zoom(): Html {
  return html`<dialog id="zoom" aria-labelledby="zoom-title">
    <div class="shown">
      <h2 id="zoom-title"></h2>
      <button type="button" class="close">Close</button>
    </div>
    <div class="enlarged"></div>
    <p class="note"></p>
    <ol class="shares"></ol>
    <div class="pager">
      <button type="button" data-step="-1">Previous</button>
      <button type="button" data-step="1">Next</button>
    </div>
  </dialog>`;
}
