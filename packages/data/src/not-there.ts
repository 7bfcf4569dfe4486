import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nearest, shorten } from "@evalpool/errors";
import { systemMessage, whatLiesAt } from "@evalpool/files/node";

/** Why nothing is at a path, and what is meant perhaps. */
export function notThere(path: string): string {
  const directory = dirname(path);
  const none = "no such file or directory";
  try {
    const name = nearest(basename(path), readdirSync(directory));
    if (name === undefined) return none;
    return `${none}; did you mean ${shorten(join(directory, name), 100)}?`;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return none;
    if (code === "ENOTDIR") return `${directory} is ${whatLiesAt(directory)}, no directory`;
    return `${directory}: ${systemMessage(cause)}`;
  }
}
