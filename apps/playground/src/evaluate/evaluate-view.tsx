import { classNames } from "../data/class-names.js";
import "../styles/evaluate.css";
import { BatchesCard } from "./batches-card.js";
import { ClassTable } from "./class-table.js";
import { Confusions } from "./confusions.js";
import { Controls } from "./controls.js";
import type { Subject } from "./evaluation.js";
import { Gallery } from "./gallery.js";
import { running, shown, type Shown } from "./state.js";
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

function Found({ evaluation }: { readonly evaluation: Shown }) {
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

function namesOf({ network, set }: Subject): readonly string[] {
  return classNames(network.model.graph, set);
}
