import { useComputed } from "@preact/signals";
import { printable } from "@evalpool/errors";
import { network } from "../state/network.js";
import { pass, passError } from "../state/pass.js";
import { testSet } from "../state/test-set.js";
import { ClassTable } from "./class-table.js";
import { LookControls } from "./look-controls.js";
import { looked, stages } from "./look.js";
import { SaveButton } from "./save-button.js";
import { StageCard } from "./stage-card.js";
import { StepControls } from "./step-controls.js";
import { TimingLine } from "./timing-line.js";
import { VerdictLine } from "./verdict-line.js";

/** Every layer of the network with the values of the pass, or why there are none. */
export function LayersSection() {
  const isThere = useComputed(() => pass.value !== undefined);
  const failure = passError.value;
  return (
    <section class="layers" aria-labelledby="layers-title">
      <h2 id="layers-title">Layers</h2>
      {failure ? (
        <p class="wrong">{printable(failure.message)}</p>
      ) : isThere.value ? (
        <Layers />
      ) : (
        <p class="faint">{whyNot()}</p>
      )}
    </section>
  );
}

/** Why there is nothing to see; what failed is told above. */
function whyNot(): string {
  if (network.current.value.status === "failed") return "There is no network to look into.";
  if (testSet.current.value.status === "failed") return "There is no picture: draw or open one.";
  return "Loading the network and the picture…";
}

function Layers() {
  const all = stages.value;
  const at = looked.value;
  // Layers are revealed one after the other; what the network makes of it comes with the last.
  const revealed = at === undefined ? all : all.slice(0, at + 1);
  const isWhole = revealed.length === all.length;
  return (
    <>
      {isWhole ? (
        <VerdictLine />
      ) : (
        <p class="verdict faint">Not yet told: go on to the last layer.</p>
      )}
      <TimingLine />
      <div class="row">
        <LookControls />
        <SaveButton />
      </div>
      <StepControls />
      <p class="faint">Point at a value, or use the arrow keys, to read its numbers.</p>
      <ol class="stages">
        {revealed.map((shown, number) => (
          // Another network's stage is another card, also where it has the same name.
          <StageCard key={shown} shown={shown} number={number} isLookedInto={number === at} />
        ))}
      </ol>
      {isWhole && <ClassTable />}
    </>
  );
}
