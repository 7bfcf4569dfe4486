import { nameClasses } from "@evalpool/metrics";
import { classCount } from "@evalpool/models";
import "../styles/evaluate.css";
import { BatchesCard } from "./batches-card.js";
import { ClassTable } from "./class-table.js";
import { Confusions } from "./confusions.js";
import { Controls } from "./controls.js";
import { classNamesOf, type Evaluation, type Subject } from "./evaluation.js";
import { Gallery } from "./gallery.js";
import { running, shown } from "./state.js";
import { Summary, SummarySoFar } from "./summary.js";

/** A network on a whole test set: how often it is right, what it confuses, and which images. */
export function EvaluateView() {
  const now = running.value;
  const evaluation = shown.value;
  return (
    <div class="evaluate">
      <Controls />
      {now?.soFar && (
        <>
          <SummarySoFar soFar={now.soFar} total={now.set.source.count} />
          <Confusions matrix={now.soFar.confusionMatrix} names={namesOf(now)} isSoFar />
        </>
      )}
      {!now && evaluation && <Found evaluation={evaluation} />}
      <BatchesCard />
    </div>
  );
}

function Found({ evaluation }: { readonly evaluation: Evaluation }) {
  const names = namesOf(evaluation);
  const { figures } = evaluation;
  return (
    <>
      <Summary evaluation={evaluation} />
      <Confusions matrix={figures.confusionMatrix} names={names} />
      <Gallery evaluation={evaluation} names={names} />
      <ClassTable figures={figures} names={names} />
    </>
  );
}

function namesOf(subject: Subject): readonly string[] {
  return nameClasses(classCount(subject.network.model.graph), classNamesOf(subject));
}
