import { required } from "@evalpool/errors";
import type { Graph, Node } from "../graph.js";
import type { Epilogue, Kernel, Step } from "./program.js";

/** Where a value is: stored pixels, or a slot. */
type Place = "bytes" | number;

/** Rows that one step writes and later ones read. */
interface OpenSlot {
  readonly stride: number;
  /** Steps, from the one that writes it to the last that reads it. */
  readonly first: number;
  last: number;
  /** Reads to come, of all values that lie here. */
  reads: number;
}

/** Collects the steps of a program, and who needs which slot for how long. */
export class Emitter {
  readonly steps: Step[] = [];
  readonly slots: OpenSlot[] = [];
  readonly #places = new Map<string, Place>();
  /** How often each value is read. */
  readonly #readers = new Map<string, number>();

  constructor({ input, nodes, output }: Graph) {
    for (const value of [...nodes.flatMap(({ inputs }) => inputs), output]) {
      this.#readers.set(value, this.#readersOf(value) + 1);
    }
    this.#places.set(input.value, "bytes");
  }

  /** Where the only input of a node is, which is read once more. */
  read(node: Node): Place {
    const [value = ""] = node.inputs;
    return this.readValue(value);
  }

  readValue(value: string): Place {
    const place = this.#places.get(value);
    if (place === undefined) throw new RangeError(`nothing has made ${value}`);
    if (place !== "bytes") {
      const slot = this.#slot(place);
      slot.reads -= 1;
      slot.last = this.steps.length;
    }
    return place;
  }

  /** A step that writes a value into a slot of its own. @returns the slot */
  write(value: string, stride: number, kernel: Kernel): number {
    const to = this.slots.length;
    const first = this.steps.length;
    this.slots.push({ stride, first, last: first, reads: this.#readersOf(value) });
    this.steps.push({ kernel, to, epilogue: [] });
    this.#places.set(value, to);
    return to;
  }

  /** A value that is the same numbers in the same order as the input of the node that makes it. */
  alias(node: Node): void {
    const place = this.read(node);
    this.#places.set(node.output, place);
    if (place !== "bytes") this.#slot(place).reads += this.#readersOf(node.output);
  }

  /**
   * Does something to a slot's rows right where they are written: if that is the last step, so that
   * none has read them before, and nobody will read them as they were.
   */
  changeInPlace(node: Node, from: number, epilogue: Epilogue): void {
    const slot = this.#slot(from);
    const isOurs = slot.reads === 0 && slot.first === this.steps.length - 1;
    const to = isOurs ? from : this.write(node.output, slot.stride, { kind: "copy", from });
    if (isOurs) {
      slot.reads = this.#readersOf(node.output);
      this.#places.set(node.output, from);
    }
    const at = this.#slot(to).first;
    const step = required(this.steps[at], "step that writes a slot");
    this.steps[at] = { ...step, epilogue: [...step.epilogue, epilogue] };
  }

  #slot(index: number): OpenSlot {
    const slot = this.slots[index];
    if (slot === undefined) throw new RangeError(`there is no slot ${index}`);
    return slot;
  }

  #readersOf(value: string): number {
    return this.#readers.get(value) ?? 0;
  }
}
