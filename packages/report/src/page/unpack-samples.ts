import type { PackedSamples, PageSample } from "../page-data.js";

/** The images of a page, by place. */
export function unpackSamples(packed: PackedSamples): PageSample[] {
  const indices = new Uint32Array(bytesOf(packed.indices));
  const labels = new Uint16Array(bytesOf(packed.labels));
  const predictions = new Uint16Array(bytesOf(packed.predictions));
  const lengths = new Uint8Array(bytesOf(packed.lengths));
  const classes = new Uint16Array(bytesOf(packed.classes));
  const shares = new Float32Array(bytesOf(packed.shares));
  let at = 0;
  return Array.from(indices, (index, place) => ({
    index,
    label: labels[place] ?? 0,
    prediction: predictions[place] ?? 0,
    shares: Array.from({ length: lengths[place] ?? 0 }, () => {
      const share = [classes[at] ?? 0, shares[at] ?? 0] as const;
      at++;
      return share;
    }),
  }));
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}
