import { useMemo } from "preact/hooks";
import { Pixels } from "../components/pixels.js";
import { imageAt } from "../data/test-set.js";
import { toHash } from "../state/place-hash.js";
import { place } from "../state/place.js";
import { describeCell } from "./cell.js";
import type { Evaluation } from "./evaluation.js";
import { imagesOf, type Seen, type Selection } from "./images-of.js";
import { count, integer, percent } from "../components/numbers.js";
import { page, select, selection } from "./selection.js";

/** Images of a page. */
const PAGE = 24;

interface Props {
  readonly evaluation: Evaluation;
  readonly names: readonly string[];
}

/** The images that were read wrong, or those of a cell, page by page; each leads to Watch. */
export function Gallery({ evaluation, names }: Props) {
  const chosen = selection.value;
  const images = useMemo(() => imagesOf(evaluation, chosen), [evaluation, chosen]);
  const first = page.value * PAGE;
  const onPage = images.slice(first, first + PAGE);
  return (
    <section class="card gallery" aria-labelledby="gallery">
      <div class="row">
        <h2 id="gallery">{title(chosen, images.length, names)}</h2>
        {chosen !== "mistakes" && (
          <button type="button" onClick={() => select("mistakes")}>
            Show all mistakes
          </button>
        )}
      </div>
      {images.length > 0 && (
        <p class="faint">
          What the network was surest of comes first. A click watches the image go through it.
        </p>
      )}
      <ul>
        {onPage.map((seen) => (
          <li key={seen.index}>
            <a href={toHash({ ...place.value, view: "watch", image: String(seen.index) })}>
              <Pixels image={imageAt(evaluation.set, seen.index)} />
              <Caption seen={seen} names={names} />
            </a>
          </li>
        ))}
      </ul>
      {images.length > PAGE && <Pages first={first} images={images.length} />}
    </section>
  );
}

function Caption({ seen, names }: { readonly seen: Seen; readonly names: readonly string[] }) {
  const { index, label, prediction, probability } = seen;
  return (
    <>
      <span class="faint">#{index}</span>
      <span>
        {names[label]} read as{" "}
        <b class={label === prediction ? "right" : "wrong"}>{names[prediction]}</b>
      </span>
      <span class="number">{percent(probability)}</span>
    </>
  );
}

function Pages({ first, images }: { readonly first: number; readonly images: number }) {
  const end = Math.min(first + PAGE, images);
  return (
    <div class="row" role="group" aria-label="Pages">
      <button type="button" disabled={first === 0} onClick={() => page.value--}>
        Previous
      </button>
      <span>
        {integer(first + 1)} to {integer(end)} of {integer(images)}
      </span>
      <button type="button" disabled={end === images} onClick={() => page.value++}>
        Next
      </button>
    </div>
  );
}

function title(selection: Selection, images: number, names: readonly string[]): string {
  if (selection !== "mistakes") return describeCell(selection, images, names);
  return images === 0 ? "No mistakes" : count(images, "mistake");
}
