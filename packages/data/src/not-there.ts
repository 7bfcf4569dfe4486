import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nearest, shorten } from "@evalpool/errors";
import { systemMessage, whatLiesAt } from "@evalpool/files/node";

/** Names that are told of. */
const TOLD = 4;

/** Why nothing is at a path, and what is meant perhaps. */
export function notThere(path: string): string {
  const directory = dirname(path);
  const none = "no such file or directory";
  try {
    const names = readdirSync(directory).filter((name) => !name.startsWith("."));
    const name = nearest(basename(path), names);
    if (name !== undefined) {
      return `${none}; did you mean ${shorten(join(directory, name), 100)}?`;
    }
    const told = names
      .sort()
      .slice(0, TOLD)
      .map((it) => shorten(it, 40));
    const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : "";
    return `${none}; ${directory} holds ${told.join(", ") || "nothing"}${more}`;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return none;
    if (code === "ENOTDIR") return `${directory} is ${whatLiesAt(directory)}, no directory`;
    return `${directory}: ${systemMessage(cause)}`;
  }
}
