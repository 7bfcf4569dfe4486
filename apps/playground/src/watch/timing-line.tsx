import { useComputed } from "@preact/signals";
import { pass } from "../state/pass.js";

/** How long the pass took, and what its kernels are called. */
export function TimingLine() {
  const text = useComputed(() => {
    if (pass.value === undefined) return "";
    const { kernelMs, traceMs, backend } = pass.value;
    return [`kernels ${told(kernelMs)}`, `all values ${told(traceMs)}`, backend].join(" · ");
  });
  return <p class="faint number">{text}</p>;
}

function told(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 1 ? 2 : 1)} ms`;
}
