import type { createLogUpdate } from "log-update";

/** What takes off the screen what keeps changing there. */
const clearers = new Set<() => void>();

/** Whether lines may be changed once they are written. */
export function isAnimated(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env["TERM"] !== "dumb";
}

/** A line that keeps changing, on a terminal; elsewhere there is none. */
export async function liveLine(
  stream: NodeJS.WriteStream,
): Promise<ReturnType<typeof createLogUpdate> | undefined> {
  if (!isAnimated(stream)) return undefined;
  // Loaded when there is something to animate, for it takes longer than a small command.
  const { createLogUpdate } = await import("log-update");
  // A cursor that was never hidden need not be restored, however the process ends; and what
  // restores it would answer signals before the command does.
  const live = createLogUpdate(stream, { showCursor: true });
  whenTold(() => live.clear());
  return live;
}

/** Has what is on the screen for the moment cleared before anything is told. */
export function whenTold(clear: () => void): void {
  clearers.add(clear);
}

/** Writes to stderr what is to stay there. */
export function tell(text: string): void {
  for (const clear of clearers) clear();
  process.stderr.write(text);
}
