/** Names of which each is had once. */
export class Names {
  readonly #taken = new Set<string>();
  /** The next number for a name that was taken already, so that many alike take no time. */
  readonly #next = new Map<string, number>();

  /** The name itself where it is still to be had, else with a number: `W`, `W#2`. */
  take(name: string): string {
    let free = name;
    let number = this.#next.get(name) ?? 2;
    while (this.#taken.has(free)) free = `${name}#${number++}`;
    this.#next.set(name, number);
    this.#taken.add(free);
    return free;
  }
}
