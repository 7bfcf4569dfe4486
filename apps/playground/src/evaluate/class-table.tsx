import type { ClassFigures, Figures, Scores } from "@evalpool/metrics";
import { integer } from "../components/numbers.js";

/** More classes are ordered by what they are read as, worst first. */
const FEW = 12;

interface Props {
  readonly figures: Figures;
  readonly names: readonly string[];
}

/** Precision, recall, F1 and support of each class, and their averages. */
export function ClassTable({ figures, names }: Props) {
  const { perClass, macro, weighted, total } = figures;
  const isMany = perClass.length > FEW;
  const rows = isMany ? perClass.toSorted((a, b) => a.f1 - b.f1) : perClass;
  return (
    <section class="card" aria-labelledby="classes">
      <h2 id="classes">{isMany ? "Classes, lowest F1 first" : "Classes"}</h2>
      <div class="window" tabIndex={0} role="group" aria-labelledby="classes">
        <table class="classes">
          <thead>
            <tr>
              {["Class", "Precision", "Recall", "F1", "Support"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.label}
                name={names[row.label] ?? ""}
                scores={row}
                support={row.support}
              />
            ))}
          </tbody>
          <tfoot>
            <Row name="macro" scores={macro} support={total} />
            <Row name="weighted" scores={weighted} support={total} />
          </tfoot>
        </table>
      </div>
      {perClass.some(({ illDefined }) => illDefined) && (
        <p class="faint">0/0: no image has the label, or none is read as it; averaged as 0.</p>
      )}
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly scores: Scores & Partial<ClassFigures>;
  readonly support: number;
}

function Row({ name, scores, support }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {(["precision", "recall", "f1"] as const).map((score) => (
        <td key={score} class="number">
          {scores.illDefined?.includes(score) ? "0/0" : scores[score].toFixed(4)}
        </td>
      ))}
      <td class="number">{integer(support)}</td>
    </tr>
  );
}
