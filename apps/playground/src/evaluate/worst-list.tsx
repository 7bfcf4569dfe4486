import { worstConfusions } from "@evalpool/metrics";
import { describeCell, isSameCell, type Cell } from "./cell.js";

interface Props {
  readonly matrix: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly selection: Cell | string;
  readonly onSelect: (cell: Cell) => void;
}

/** What is confused most often; a click shows its images. */
export function WorstList({ matrix, names, selection, onSelect }: Props) {
  const worst = worstConfusions(matrix, matrix.length > 12 ? 10 : 5);
  return (
    <ul class="worst" aria-label="Most frequent confusions">
      {worst.map(({ label, prediction, images }) => (
        <li key={`${label} ${prediction}`}>
          <button
            type="button"
            aria-pressed={isSameCell(selection, { label, prediction })}
            onClick={() => onSelect({ label, prediction })}
          >
            {describeCell({ label, prediction }, images, names)}
          </button>
        </li>
      ))}
    </ul>
  );
}
