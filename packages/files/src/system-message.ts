import { getSystemErrorMap } from "node:util";

/** What the system says of an error, as "no such file or directory"; else what Node says. */
export function systemMessage(cause: unknown): string {
  const { errno, message } = cause as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? message;
}
