/** What of a page a link is to. */
export type Target =
  | { readonly kind: "cell"; readonly label: number; readonly prediction: number }
  | { readonly kind: "image"; readonly index: number };

/** The hash of a link: `#cell=3,5` or `#image=1234`. */
export function formatHash(target: Target): string {
  return target.kind === "cell"
    ? `#cell=${target.label},${target.prediction}`
    : `#image=${target.index}`;
}

/** A comma may come back from where the link was sent as it is written in addresses. */
const form = /^#(cell|image)=(\d{1,10})(?:(?:,|%2[Cc])(\d{1,10}))?$/;

/** What a hash is a link to; undefined of one that is to something else. */
export function parseHash(hash: string): Target | undefined {
  const [, kind, first, second] = form.exec(hash) ?? [];
  if (kind === "cell" && second !== undefined) {
    return { kind, label: Number(first), prediction: Number(second) };
  }
  if (kind === "image" && second === undefined) return { kind, index: Number(first) };
  return undefined;
}
