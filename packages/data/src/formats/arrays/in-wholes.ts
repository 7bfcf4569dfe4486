/**
 * Takes pieces of any length, and gives them on in pieces of whole elements.
 *
 * @param width bytes of an element
 */
export function inWholes(
  width: number,
  write: (bytes: Uint8Array) => void,
): (piece: Uint8Array) => void {
  let rest = new Uint8Array();
  return (piece) => {
    const all = rest.length === 0 ? piece : joined(rest, piece);
    const end = all.length - (all.length % width);
    rest = new Uint8Array(all.subarray(end));
    if (end > 0) write(all.subarray(0, end));
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
