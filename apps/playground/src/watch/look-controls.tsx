import { isChange, moment } from "./look.js";

/** Which values are shown. */
export function LookControls() {
  return (
    <div class="row" role="group" aria-label="Values shown">
      <button
        type="button"
        aria-pressed={moment.value === "before"}
        title="Before the activation function"
        onClick={() => {
          moment.value = "before";
        }}
      >
        A = x·W + b
      </button>
      <button
        type="button"
        aria-pressed={moment.value === "after"}
        title="After the activation function"
        onClick={() => {
          moment.value = "after";
        }}
      >
        Z = f(A)
      </button>
      <button
        type="button"
        aria-pressed={isChange.value}
        title="Each value less what it was before the last stroke, or else when you press this"
        onClick={() => {
          isChange.value = !isChange.value;
        }}
      >
        Show what changed
      </button>
    </div>
  );
}
