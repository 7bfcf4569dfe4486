import fc from "fast-check";

/** Bytes that are put in a file in place of others. */
interface Change {
  readonly at: number;
  readonly left: number;
  readonly put: Uint8Array;
}

/** A few changes of a file of `length` bytes, most of them near its beginning or its end. */
export function changes(length: number): fc.Arbitrary<Change[]> {
  const near = fc.nat(Math.min(length - 1, 1000));
  const at = fc.oneof(
    near,
    near.map((place) => length - 1 - place),
    fc.nat(length - 1),
  );
  const change = fc.record({ at, left: fc.nat(2), put: fc.uint8Array({ maxLength: 2 }) });
  return fc.array(change, { minLength: 1, maxLength: 5 });
}

/** The file with these changes, one after the other. */
export function damaged(file: Uint8Array, changes: readonly Change[]): Uint8Array {
  let bytes = file;
  for (const { at, left, put } of changes) {
    bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + left)]);
  }
  return bytes;
}
