import { printable } from "@evalpool/errors";
import type { Loadable } from "../state/loadable.js";
import { network } from "../state/network.js";
import { dismiss, notice, type Notice } from "../state/notice.js";
import { testSet } from "../state/test-set.js";

/** What could not be done, and what there is to know, each in a line. */
export function Notices() {
  const lines = [...failureOf(network.current.value), ...failureOf(testSet.current.value)];
  const told = notice.value;
  return (
    <>
      <div class="notices failures" role="alert">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {told?.isFailure && <Line notice={told} />}
      </div>
      <div class="notices" role="status">
        {told && !told.isFailure && <Line notice={told} />}
      </div>
    </>
  );
}

function Line({ notice: { text } }: { readonly notice: Notice }) {
  return (
    <p>
      {text}{" "}
      <button type="button" onClick={dismiss}>
        Dismiss
      </button>
    </p>
  );
}

function failureOf(loadable: Loadable<unknown>): string[] {
  return loadable.status === "failed" ? [printable(loadable.error.message)] : [];
}
