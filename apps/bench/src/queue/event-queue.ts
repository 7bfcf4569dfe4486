interface Event {
  readonly time: number;
  readonly happen: () => void;
}

/** What happens in a simulation, in the order of its times: a binary heap. */
export class EventQueue {
  readonly #heap: Event[] = [];
  /** Milliseconds since the simulation began. */
  now = 0;

  /** Has something happen so many milliseconds from now. */
  after(milliseconds: number, happen: () => void): void {
    const heap = this.#heap;
    const event = { time: this.now + milliseconds, happen };
    let at = heap.push(event) - 1;
    for (; at > 0; at = parentOf(at)) {
      const parent = heap[parentOf(at)];
      if (parent === undefined || parent.time <= event.time) break;
      heap[at] = parent;
    }
    heap[at] = event;
  }

  /** Lets the next event happen. @returns whether there was one */
  step(): boolean {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return false;
    if (this.#heap.length > 0) this.#sink(last);
    this.now = first.time;
    first.happen();
    return true;
  }

  /** Puts an event where the first was, and from there below all that come before it. */
  #sink(event: Event): void {
    const heap = this.#heap;
    for (let at = 0; ;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = right !== undefined && left !== undefined && right.time < left.time;
      const child = isRight ? right : left;
      if (child === undefined || child.time >= event.time) {
        heap[at] = event;
        return;
      }
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
  }
}

const parentOf = (at: number): number => (at - 1) >> 1;
