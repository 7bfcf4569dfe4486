import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import type { Dataset, Group } from "jsfive";
import { MeteredBuffer } from "./metered-buffer.js";
import { readDataset, type DatasetMessages, type Message } from "./stored-dataset.js";
import { readTextAttribute } from "./text-attribute.js";

type TextAttribute = ReturnType<typeof readTextAttribute>;

/** A group of an HDF5 file, with all that is in it. */
export interface Hdf5Group {
  readonly path: string;
  /** An attribute that is text; undefined where there is none. @throws {CheckpointError} */
  readonly attribute: (name: string) => TextAttribute;
  readonly groups: ReadonlyMap<string, Hdf5Group>;
  readonly datasets: ReadonlyMap<string, Hdf5Dataset>;
}

export interface Hdf5Dataset {
  readonly path: string;
  /**
   * Its values; `undefined` where they are no floats.
   *
   * @throws {CheckpointError} when they are damaged, or kept in a way that is not read
   */
  readonly read: () => FloatTensor | undefined;
}

/** Groups and data sets; a network of a thousand layers has up to 10,000, with its optimizer's. */
const MOST_OBJECTS = 50_000;
/** Messages of attributes. */
const ATTRIBUTE = 0x0c;
/** Groups within each other. */
const DEEPEST = 32;

/**
 * The groups and data sets of an HDF5 file; none of it is followed out of the file.
 *
 * Read by jsfive, of which there is used what finds objects and links; values and attributes are
 * decoded here. The other kept library, h5wasm, is the HDF5 project's own code as WebAssembly: of
 * 3,000 mutated files two made it loop for good, which nothing on the same thread can end, and six
 * trapped in it, after which it reads no other file; it is 4.1 MB to load where jsfive is 0.2. jsfive
 * ends on all of them, and what it takes on trust is metered (`MeteredBuffer`) or checked here.
 * Compressed and chunked data sets, which Keras does not write, are refused by name, for nothing
 * bounds what they inflate to.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when the file is damaged
 */
export async function openHdf5(bytes: Uint8Array, file: string): Promise<Hdf5Group> {
  const { Dataset, File } = await import("jsfive");
  const isDataset = (object: Group | Dataset): object is Dataset => object instanceof Dataset;
  try {
    const root = new File(MeteredBuffer.of(bytes), file);
    return new Walk(bytes, file, isDataset).group(root, "", 0);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** jsfive throws texts; and TypeErrors where an assertion of its own fails. */
function unreadable(file: string, cause: unknown): CheckpointError {
  const said = cause instanceof RangeError ? cause.message : cause;
  const reason = typeof said === "string" ? `: ${shorten(said)}` : "";
  const what = "not a readable HDF5 file, damaged or of a kind that is not known";
  return new CheckpointError(file, `${what}${reason}`, { cause });
}

class Walk {
  #objects = 0;
  /** Where the groups begin that are being walked through, for one may be within itself. */
  readonly #open = new Set<number>();

  constructor(
    readonly bytes: Uint8Array,
    readonly file: string,
    readonly isDataset: (object: Group | Dataset) => object is Dataset,
  ) {}

  group(group: Group, path: string, depth: number): Hdf5Group {
    const { offset } = group._dataobjects;
    if (this.#open.has(offset) || depth > DEEPEST) {
      throw new RangeError(`group ${shorten(path)} is within itself, or too deep in others`);
    }
    this.#open.add(offset);
    const groups = new Map<string, Hdf5Group>();
    const datasets = new Map<string, Hdf5Dataset>();
    for (const name of group.keys) {
      if (++this.#objects > MOST_OBJECTS) throw new RangeError(`more than ${MOST_OBJECTS} objects`);
      const link = group._links[name];
      // Soft links have a path for an address; external ones none.
      if (typeof link !== "number" || name.includes("/")) continue;
      const object = group.get(name);
      const at = path === "" ? name : `${path}/${name}`;
      if (object === null) continue;
      if (this.isDataset(object)) datasets.set(name, this.dataset(object, at));
      else groups.set(name, this.group(object, at, depth + 1));
    }
    this.#open.delete(offset);
    return { path, attribute: (name) => this.attribute(group, name), groups, datasets };
  }

  attribute(object: Group | Dataset, name: string): TextAttribute {
    try {
      const messages = object._dataobjects.find_msg_type(ATTRIBUTE);
      const offsets = messages.flatMap((message) => message.get("offset_to_message") ?? []);
      return readTextAttribute(this.bytes, offsets, name);
    } catch (cause) {
      throw unreadable(this.file, cause);
    }
  }

  dataset(dataset: Dataset, path: string): Hdf5Dataset {
    const find = (type: number): Message | undefined => {
      const [message] = dataset._dataobjects.find_msg_type(type);
      const offset = message?.get("offset_to_message");
      const flags = message?.get("flags");
      return offset === undefined || flags === undefined ? undefined : { offset, flags };
    };
    const messages: DatasetMessages = {
      dataspace: find(0x01),
      datatype: find(0x03),
      layout: find(0x08),
      isFiltered: find(0x0b) !== undefined,
      saidType: () => this.attribute(dataset, "dtype"),
    };
    return { path, read: () => this.read(messages, path) };
  }

  read(messages: DatasetMessages, path: string): FloatTensor | undefined {
    try {
      return readDataset(this.bytes, messages);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new CheckpointError(this.file, `${shorten(path)}: ${cause.message}`, { cause });
    }
  }
}
