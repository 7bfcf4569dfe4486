import { instanceOf, requireArgument, text } from "@evalpool/errors";

/** For callers without types: a file's content and name. @throws {UsageError} */
export function requireBytes(caller: string, bytes: unknown, file: unknown): void {
  requireArgument(`${caller}: bytes`, instanceOf("a Uint8Array", Uint8Array), bytes);
  requireArgument(`${caller}: file`, text("a file's name"), file);
}
