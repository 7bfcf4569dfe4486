import { useComputed } from "@preact/signals";
import { pass } from "../state/pass.js";
import { classNames } from "./look.js";
import { verdictOf } from "./verdict.js";

/** What the network reads the picture as, and whether that is right. */
export function VerdictLine() {
  const verdict = useComputed(() => {
    if (pass.value === undefined) return undefined;
    const { logits, probabilities, label } = pass.value;
    return verdictOf(logits, probabilities, classNames.value, label);
  });
  if (verdict.value === undefined) return null;
  const { reading, share, judgement } = verdict.value;
  return (
    <p class="verdict">
      <strong role="status">{reading}</strong>, <span class="number">{share}</span>{" "}
      {judgement && (
        <span class={judgement.isRight ? "right" : "wrong"}>
          {judgement.isRight ? "✓" : "✗"} {judgement.text}
        </span>
      )}
    </p>
  );
}
