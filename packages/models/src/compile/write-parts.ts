import type { MapPart } from "@evalpool/tensor";
import { slotsRead, type Step } from "./program.js";

/**
 * Lets convolutions and poolings write their channels of concatenated maps, where all of these are
 * such and nobody reads them by themselves.
 *
 * @param output the slot that is read in the end
 * @param onFree told the nodes of steps that are gone
 */
export function writeParts(
  steps: readonly Step[],
  output: number,
  onFree: (node: string) => void,
): Step[] {
  let written = [...steps];
  for (const step of steps) {
    const { kernel, to, epilogue, nodes } = step;
    if (kernel.kind !== "move" || kernel.fill !== undefined || epilogue.length > 0) continue;
    const makers = kernel.sources.map(({ from, part }) => {
      const maker = from === output ? undefined : soleWriter(written, from);
      const put = maker && part && intoPart(maker, part);
      return put && ([maker, { ...put, to }] as const);
    });
    if (!makers.every((maker) => maker !== undefined)) continue;
    const replaced = new Map(makers);
    written = written.flatMap((one) => (one === step ? [] : [replaced.get(one) ?? one]));
    nodes.forEach(onFree);
  }
  return written;
}

/** The step that alone writes a slot that one other reads once, and changes nothing there. */
function soleWriter(steps: readonly Step[], slot: number): Step | undefined {
  const readers = steps.flatMap(({ kernel }) => slotsRead(kernel)).filter((one) => one === slot);
  const [writer, ...others] = steps.filter(({ to }) => to === slot);
  const isSole = readers.length === 1 && others.length === 0;
  return isSole && writer?.epilogue.length === 0 ? writer : undefined;
}

function intoPart(step: Step, part: MapPart): Step | undefined {
  const { kernel } = step;
  if (kernel.kind !== "conv" && kernel.kind !== "pool") return undefined;
  return { ...step, kernel: { ...kernel, part } };
}
