import { go } from "../state/place.js";
import { looked, stages } from "./look.js";
import { stepKeys, stepTo, type Step } from "./steps.js";

const steps = Object.keys(stepKeys) as readonly Step[];
const words: Readonly<Record<Step, string>> = {
  first: "First",
  back: "Back",
  next: "Next",
  all: "All",
};

/** The way through the layers, by buttons and by keys while one of these has the focus. */
export function StepControls() {
  const at = looked.value;
  const count = stages.value.length;
  const layers = count - 1;
  const told =
    at === undefined ? `all ${layers} layers` : at === 0 ? "input" : `layer ${at} of ${layers}`;
  return (
    <div
      class="row steps"
      role="group"
      aria-label="Layer by layer"
      onKeyDown={(event) => {
        const step = steps.find((one) => stepKeys[one] === event.key);
        if (step === undefined) return;
        event.preventDefault();
        take(step);
      }}
    >
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          aria-keyshortcuts={stepKeys[step]}
          title={`Key: ${stepKeys[step]}`}
          aria-pressed={step === "all" ? at === undefined : undefined}
          aria-disabled={step !== "all" && stepTo(step, count, at) === at}
          onClick={() => {
            take(step);
          }}
        >
          {words[step]}
        </button>
      ))}
      <span class="faint">{told}</span>
    </div>
  );
}

function take(step: Step): void {
  const at = stepTo(step, stages.value.length, looked.value);
  go({ layer: at === undefined ? "" : (stages.value[at]?.key ?? "") });
}
