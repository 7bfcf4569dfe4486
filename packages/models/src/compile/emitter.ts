import { required } from "@evalpool/errors";
import { channelStride, mapStride, size, type MapShape } from "@evalpool/tensor";
import type { Graph } from "../graph.js";
import { channelsOf, pixelTable } from "../pixel-table.js";
import type { Shape } from "../shape.js";
import type { Placed } from "./lowering.js";
import { slotsRead, type Epilogue, type Fate, type Kernel, type Step } from "./program.js";
import { runsToMaps, runsToRow } from "./runs.js";

/** Where a value is: as the examples are given, in row-major order, as maps; in several of these at once. */
interface Places {
  readonly isStored?: true;
  readonly row?: number;
  readonly maps?: Required<Placed>;
}

/** Rows of so many floats, and the values that lie in them. */
interface OpenSlot {
  readonly stride: number;
  readonly values: Set<string>;
}

/** Collects the steps of a program, and knows which value lies where. Nodes go by their values. */
export class Emitter {
  readonly steps: Step[] = [];
  readonly fates: Fate[] = [];
  readonly slots: OpenSlot[] = [];
  readonly #places = new Map<string, Places>();
  /** How often each value is still to be read. */
  readonly #reads = new Map<string, number>();
  /** Slots that steps have read so far. */
  readonly #read = new Set<number>();
  /** The float that each byte is; none where examples are floats. */
  readonly #table: Float32Array | undefined;

  constructor({ input, nodes, output, preprocess }: Graph, element: "uint8" | "float32" = "uint8") {
    const channels = channelsOf(input.shape, preprocess);
    this.#table = element === "uint8" ? pixelTable(preprocess, channels) : undefined;
    for (const value of [...nodes.flatMap(({ inputs }) => inputs), output]) {
      this.#reads.set(value, this.#readsOf(value) + 1);
    }
    this.#places.set(input.value, { isStored: true });
  }

  /** Whether a value is the examples as they are given. */
  isStored(value: string): boolean {
    return this.#placesOf(value).isStored === true;
  }

  /** Says that a value is read once more. */
  count(value: string): void {
    this.#reads.set(value, this.#readsOf(value) - 1);
  }

  /** Where a value lies, as floats in any order. */
  find(value: string, shape: Shape): Placed {
    const { row, maps } = this.#placesOf(value);
    if (row === undefined && maps !== undefined) return maps;
    return { slot: this.findRow(value, shape) };
  }

  /** The slot that holds a value in row-major order, which it is put into where it is not yet. */
  findRow(value: string, shape: Shape): number {
    const { row, maps } = this.#placesOf(value);
    if (row !== undefined) return row;
    const width = size(shape);
    if (maps === undefined) {
      return this.#add(value, this.#toFloats(width), width);
    }
    // One pixel is a row as it is.
    if (maps.maps.height * maps.maps.width === 1) {
      this.#places.set(value, { ...this.#placesOf(value), row: maps.slot });
      return maps.slot;
    }
    const sources = [{ from: maps.slot, runs: runsToRow(maps.maps) }];
    return this.#add(value, { kind: "move", sources }, width);
  }

  /** The slot that holds a value as maps, which it is put into where it is not yet. */
  findMaps(value: string, shape: Shape, maps: MapShape): number {
    const { isStored, row, maps: found } = this.#placesOf(value);
    if (found !== undefined && isSame(found.maps, maps)) return found.slot;
    const { length = 256 } = this.#table ?? {};
    const isPlanes = length === 256 || length === 256 * maps.channels;
    if (isStored && row === undefined && isPlanes) {
      return this.#add(value, this.#toFloats(size(shape), maps), mapStride(maps), maps);
    }
    const sources = [{ from: this.findRow(value, shape), runs: runsToMaps(maps) }];
    const isPadded = channelStride(maps.channels) > maps.channels;
    const kernel = { kind: "move", sources, ...(isPadded && { fill: 0 }) } as const;
    return this.#add(value, kernel, mapStride(maps), maps);
  }

  /** A step that writes a value, or one that has no name, into a slot of its own. @returns the slot */
  write(node: string, value: string | undefined, kernel: Kernel, stride: number, maps?: MapShape) {
    const slot = this.slots.length;
    // Kernels write whole vectors.
    const whole = 4 * Math.ceil(stride / 4);
    this.slots.push({ stride: whole, values: new Set(value === undefined ? [] : [value]) });
    this.steps.push({ kernel, to: slot, epilogue: [], nodes: [node] });
    for (const read of slotsRead(kernel)) this.#read.add(read);
    if (value !== undefined) this.#place(value, slot, maps);
    return slot;
  }

  /** A value that is the same numbers as another, as they lie; for `row`, in row-major order. */
  alias(from: string, to: string, order?: "row"): void {
    const { maps, ...others } = this.#placesOf(from);
    const places: Places = order === "row" ? others : { ...others, ...(maps && { maps }) };
    this.#places.set(to, places);
    this.fates.push({ node: to, became: "free" });
    for (const slot of [places.row, places.maps?.slot]) {
      if (slot !== undefined) this.#slot(slot).values.add(to);
    }
  }

  /**
   * Does something to a slot's rows right where they are written, if nobody has read them before nor
   * will read them as they were; else to a copy.
   */
  change({ slot, maps }: Placed, value: string | undefined, epilogue: Epilogue): void {
    const { node } = epilogue;
    const { stride, values } = this.#slot(slot);
    const isOurs = !this.#read.has(slot) && [...values].every((name) => this.#readsOf(name) === 0);
    const copy = Int32Array.of(0, 0, stride);
    const to = isOurs
      ? slot
      : this.write(
          node,
          value,
          { kind: "move", sources: [{ from: slot, runs: copy }] },
          stride,
          maps,
        );
    if (isOurs && value !== undefined) {
      values.add(value);
      this.#place(value, slot, maps);
    }
    const at = this.steps.findLastIndex((step) => step.to === to);
    const step = required(this.steps[at], "step that writes a slot");
    const nodes = step.nodes.includes(node) ? step.nodes : [...step.nodes, node];
    this.steps[at] = { ...step, epilogue: [...step.epilogue, epilogue], nodes };
  }

  #toFloats(width: number, maps?: MapShape): Kernel {
    const to = { width, ...(maps && { maps }) };
    const table = this.#table;
    return table ? { kind: "mapBytes", table, ...to } : { kind: "copyFloats", ...to };
  }

  /** A step that puts a value into another order. */
  #add(value: string, kernel: Kernel, stride: number, maps?: MapShape): number {
    const before = this.#placesOf(value);
    const slot = this.write(value, value, kernel, stride, maps);
    this.#places.set(value, { ...before, ...this.#placesOf(value) });
    return slot;
  }

  #place(value: string, slot: number, maps?: MapShape): void {
    this.#places.set(value, maps === undefined ? { row: slot } : { maps: { slot, maps } });
  }

  #placesOf(value: string): Places {
    return required(this.#places.get(value), `place of ${value}`);
  }

  #slot(index: number): OpenSlot {
    return required(this.slots[index], `slot ${index}`);
  }

  #readsOf(value: string): number {
    return this.#reads.get(value) ?? 0;
  }
}

function isSame(a: MapShape, b: MapShape): boolean {
  return a.channels === b.channels && a.height === b.height && a.width === b.width;
}
