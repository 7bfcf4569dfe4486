import { setFlagsFromString } from "node:v8";

const flags: string[] = [];

/** Sets a flag of V8 for the whole process: for a program to choose, not for a library. */
export function setV8Flag(flag: string): void {
  setFlagsFromString(flag);
  if (!flags.includes(flag)) flags.push(flag);
}

/** The flags that were set, for a result to tell. */
export function v8Flags(): readonly string[] {
  return [...flags];
}
