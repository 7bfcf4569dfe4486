import { useSignal } from "@preact/signals";
import "../styles/confusion-matrix.css";
import { walkByArrows } from "./arrow-keys.js";
import type { Cell } from "./cell.js";
import { MatrixCell } from "./matrix-cell.js";
import { matrixClasses } from "./matrix-classes.js";
import { integer } from "../components/numbers.js";

interface Props {
  /** `[label][prediction]` */
  readonly matrix: readonly (readonly number[])[];
  /** Of classes, by label. */
  readonly names: readonly string[];
  readonly selection?: Cell | string;
  /** Makes buttons of the cells. */
  readonly onSelect?: (cell: Cell) => void;
}

/** Letters that a column is wide enough for; longer names stand upright above it. */
const SHORT = 3;

/** What images are, and what they were read as. */
export function ConfusionMatrix({ matrix, names, selection, onSelect }: Props) {
  const classes = matrixClasses(matrix);
  const visited = useSignal<Cell | undefined>();
  const stop = tabStop(matrix, classes, visited.value);
  const isNamed = classes.some((label) => (names[label] ?? "").length > SHORT);
  const left =
    classes.length < matrix.length &&
    ` Of ${integer(matrix.length)} classes these are the ${classes.length} that are confused most.`;
  return (
    <>
      <p class="faint" id="axes">
        Row: the label. Column: what the network read.{left}
      </p>
      {/* What can be scrolled must be reached by keyboard. */}
      <div class="window" tabIndex={0} role="group" aria-label="Confusion matrix">
        <table
          class={isNamed ? "matrix named" : "matrix"}
          aria-describedby="axes"
          onKeyDown={walkByArrows}
        >
          <thead>
            <tr>
              <td />
              {classes.map((label) => (
                <Name key={label} scope="col" name={names[label] ?? ""} />
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((label) => (
              <tr key={label}>
                <Name scope="row" name={names[label] ?? ""} />
                {classes.map((prediction) => (
                  <MatrixCell
                    key={prediction}
                    cell={{ label, prediction }}
                    row={matrix[label] ?? []}
                    {...{ names, selection, stop, onSelect }}
                    onVisit={(cell) => (visited.value = cell)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The style cuts long ones; they are told in full where they are pointed at. */
function Name({ scope, name }: { readonly scope: "row" | "col"; readonly name: string }) {
  return (
    <th scope={scope} title={name}>
      <span>{name}</span>
    </th>
  );
}

/** The button that the Tab key stops at: the one visited last, if it is there. */
function tabStop(
  matrix: Props["matrix"],
  classes: readonly number[],
  visited: Cell | undefined,
): Cell | undefined {
  const isThere = ({ label, prediction }: Cell): boolean => (matrix[label]?.[prediction] ?? 0) > 0;
  if (visited && classes.includes(visited.label) && isThere(visited)) return visited;
  for (const label of classes) {
    for (const prediction of classes) {
      if (isThere({ label, prediction })) return { label, prediction };
    }
  }
  return undefined;
}
