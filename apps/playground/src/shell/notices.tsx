import { printable } from "@evalpool/errors";
import type { Loadable } from "../state/loadable.js";
import { network } from "../state/network.js";
import { dismiss, notice } from "../state/notice.js";
import { testSet } from "../state/test-set.js";

/** What could not be done, each in a line. */
export function Notices() {
  const lines = [...failureOf(network.current.value), ...failureOf(testSet.current.value)];
  const told = notice.value;
  return (
    <div class="notices" role="alert">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {told && (
        <p>
          {told.text}{" "}
          <button type="button" onClick={dismiss}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}

function failureOf(loadable: Loadable<unknown>): string[] {
  return loadable.status === "failed" ? [printable(loadable.error.message)] : [];
}
