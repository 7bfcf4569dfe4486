import { describeCell, isSameCell, type Cell } from "./cell.js";

interface Props {
  readonly cell: Cell;
  /** Of its label, by prediction. */
  readonly row: readonly number[];
  readonly names: readonly string[];
  readonly selection: Cell | string | undefined;
  readonly stop: Cell | undefined;
  readonly onSelect: ((cell: Cell) => void) | undefined;
  readonly onVisit: (cell: Cell) => void;
}

/** The images of a cell, shaded by their share of the row. */
export function MatrixCell({ cell, row, names, selection, stop, onSelect, onVisit }: Props) {
  const images = row[cell.prediction] ?? 0;
  if (images === 0) return <td class="none">·</td>;
  const support = row.reduce((sum, images) => sum + images, 0);
  return (
    <td
      class={cell.label === cell.prediction ? "hit" : "miss"}
      // By the root, so that rare ones are seen beside frequent ones.
      style={{ "--share": Math.sqrt(images / support).toFixed(3) }}
    >
      {onSelect ? (
        <button
          type="button"
          tabIndex={isSameCell(stop, cell) ? 0 : -1}
          aria-pressed={isSameCell(selection, cell)}
          aria-label={describeCell(cell, images, names)}
          onFocus={() => onVisit(cell)}
          onClick={() => onSelect(cell)}
        >
          {images}
        </button>
      ) : (
        images
      )}
    </td>
  );
}
