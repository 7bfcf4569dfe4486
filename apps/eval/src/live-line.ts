/** A line that keeps changing. */
export interface LiveLine {
  (text: string): void;
  clear(): void;
}

/** A line that keeps changing, on a terminal; elsewhere there is none. */
export async function liveLine(stream: NodeJS.WriteStream): Promise<LiveLine | undefined> {
  if (!stream.isTTY) return undefined;
  // Node's own: what draws more than a line takes longer to load than a first sign of life may.
  const { clearLine, cursorTo } = await import("node:readline");
  const draw = (text: string): void => {
    cursorTo(stream, 0);
    // One that reaches the edge would go on in a line of its own, which stays.
    stream.write(text.slice(0, stream.columns - 1));
    clearLine(stream, 1);
  };
  return Object.assign(draw, { clear: () => draw("") });
}
