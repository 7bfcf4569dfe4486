import type { Cell } from "./cell.js";
import { ConfusionMatrix } from "./confusion-matrix.js";
import { select, selection } from "./selection.js";
import { WorstList } from "./worst-list.js";

/** A matrix of more classes is a picture to look at: what is confused most is told before it. */
const FEW = 12;

interface Props {
  readonly matrix: readonly (readonly number[])[];
  readonly names: readonly string[];
  /** Whether images are still being evaluated. */
  readonly isSoFar?: boolean;
}

/** What is confused with what; a cell shows its images in the gallery. */
export function Confusions({ matrix, names, isSoFar = false }: Props) {
  const chosen = selection.value;
  const isMany = matrix.length > FEW;
  const show = (cell: Cell): void => {
    select(cell);
    document.getElementById("gallery")?.scrollIntoView({ block: "nearest" });
  };
  const worst = <WorstList {...{ matrix, names }} selection={chosen} onSelect={show} />;
  return (
    <section class="card" aria-labelledby="confusions">
      <h2 id="confusions">Confusion matrix{isSoFar && " so far"}</h2>
      {!isSoFar && isMany && worst}
      {isSoFar ? (
        <ConfusionMatrix matrix={matrix} names={names} />
      ) : (
        <ConfusionMatrix {...{ matrix, names }} selection={chosen} onSelect={show} />
      )}
      {!isSoFar && !isMany && worst}
    </section>
  );
}
