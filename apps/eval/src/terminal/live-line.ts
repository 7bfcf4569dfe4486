import { printable } from "@evalpool/errors";

/** A line that keeps changing. */
export interface LiveLine {
  (text: string): void;
  clear(): void;
}

/** A line that keeps changing, on a terminal; elsewhere there is none. */
export function liveLine(stream: NodeJS.WriteStream): LiveLine | undefined {
  if (!isAnimated(stream)) return undefined;
  const draw = (text: string): void => {
    stream.cursorTo(0);
    // One that reaches the edge would go on in a line of its own, which stays.
    stream.write(printable(text).slice(0, (stream.columns || 80) - 1));
    stream.clearLine(1);
  };
  return Object.assign(draw, { clear: () => draw("") });
}

/** Whether a line may be changed once it is written. */
function isAnimated(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env["TERM"] !== "dumb";
}
