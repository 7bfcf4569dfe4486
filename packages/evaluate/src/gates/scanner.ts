import { shorten, UsageError } from "@evalpool/errors";

/** Takes one piece after the other of a text, with any spaces before each. */
export class Scanner {
  #at = 0;
  constructor(readonly text: string) {}

  /** The piece that matches, or nothing. @param pattern sticky */
  take(pattern: RegExp): string | undefined {
    this.#skipSpaces();
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  rest(): string {
    return this.text.slice(this.#at).trim();
  }

  /** @throws {UsageError} that says what is there in place of what is expected */
  fail(expected: string): never {
    const rest = this.rest();
    const got = rest === "" ? "the end" : shorten(rest, 40);
    throw new UsageError(`expected ${expected}, got ${got}`);
  }

  #skipSpaces(): void {
    while (/\s/.test(this.text.charAt(this.#at))) this.#at++;
  }
}
