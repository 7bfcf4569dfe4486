import type { createLogUpdate } from "log-update";

/** A line that keeps changing, on a terminal; elsewhere there is none. */
export async function liveLine(
  stream: NodeJS.WriteStream,
): Promise<ReturnType<typeof createLogUpdate> | undefined> {
  if (!stream.isTTY) return undefined;
  // Loaded when there is something to animate, for it takes longer than a small command.
  const { createLogUpdate } = await import("log-update");
  return createLogUpdate(stream);
}
