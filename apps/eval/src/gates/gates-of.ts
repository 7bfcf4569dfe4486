import { shorten, UsageError } from "@evalpool/errors";
import { parseGate, type Gate } from "@evalpool/evaluate";

/** The flags that set gates. */
export interface GateFlags {
  readonly minAccuracy?: number | undefined;
  readonly gate?: readonly string[] | undefined;
}

/** The gates that flags set. @throws {UsageError} that names the one which cannot be read */
export function gatesOf({ minAccuracy, gate = [] }: GateFlags): Gate[] {
  return [
    ...(minAccuracy === undefined ? [] : [parseGate(`accuracy >= ${minAccuracy}`)]),
    ...gate.map((text) => readGate(text, "--gate")),
  ];
}

/** As `parseGate`, saying where the gate is. @param where a flag, or a place in a file */
export function readGate(text: string, where: string): Gate {
  try {
    return parseGate(text);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${where} "${shorten(text, 60)}": ${cause.message}`, { cause });
  }
}
