/*
 * What is used of jsfive 0.4.2, which brings no types. Members with an underscore are its own inner
 * parts; the version is pinned for their sake.
 */
declare module "jsfive" {
  export class Group {
    readonly keys: readonly string[];
    readonly _links: Readonly<Record<string, unknown>>;
    readonly _dataobjects: DataObjects;
    get(name: string): Group | Dataset | null;
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }

  export class Dataset {
    readonly _dataobjects: DataObjects;
  }

  interface DataObjects {
    /** Where the object's header begins. */
    readonly offset: number;
    /** Messages of the object's header: `type`, `size`, `flags`, `offset_to_message`. */
    find_msg_type(type: number): ReadonlyMap<string, number>[];
  }
}
