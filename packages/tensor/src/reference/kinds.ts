import type { ByteInput, Rows } from "../backend/memory.js";

/** The memory of the reference: plain arrays. */
export interface ReferenceKinds {
  readonly block: ArrayBuffer;
  readonly rows: Rows;
  readonly input: ByteInput;
}
