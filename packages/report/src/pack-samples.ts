import { toBase64 } from "@evalpool/pictures";
import type { PackedSamples, PageSample } from "./page-data.js";

/** Bytes of an image, and of each of its shares, before they are base64. */
const BYTES = { image: 9, share: 6 } as const;

/** Images as they are in the page, where [unpackSamples](./page/unpack-samples.ts) reads them. */
export function packSamples(samples: readonly PageSample[]): PackedSamples {
  const shares = samples.flatMap((sample) => sample.shares);
  return {
    indices: packed(Uint32Array.from(samples, ({ index }) => index)),
    labels: packed(Uint16Array.from(samples, ({ label }) => label)),
    predictions: packed(Uint16Array.from(samples, ({ prediction }) => prediction)),
    lengths: packed(Uint8Array.from(samples, (sample) => sample.shares.length)),
    classes: packed(Uint16Array.from(shares, ([label]) => label)),
    shares: packed(Float32Array.from(shares, ([, share]) => share)),
  };
}

/** Letters that images take in the page, beside their pixels. */
export function packedLength(samples: readonly PageSample[]): number {
  const shares = samples.reduce((sum, sample) => sum + sample.shares.length, 0);
  return base64Length(BYTES.image * samples.length + BYTES.share * shares);
}

/** Letters of so many bytes. */
export function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** Every engine that runs this is little-endian. */
function packed({
  buffer,
  byteOffset,
  byteLength,
}: Uint8Array | Uint16Array | Uint32Array | Float32Array): string {
  return toBase64(new Uint8Array(buffer, byteOffset, byteLength));
}
