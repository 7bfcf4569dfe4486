import { channelStride, type ByteInput, type MapShape, type Rows } from "@evalpool/tensor";

/**
 * Prepares rows of the floats that examples are, as they are stored or with channels last; lanes that
 * no channel fills are 0.
 */
export function copyFloats(
  { width, maps }: { readonly width: number; readonly maps?: MapShape },
  input: ByteInput,
  out: Rows,
): (first: number, count: number) => void {
  const channels = maps?.channels ?? 1;
  const step = maps ? channelStride(channels) : 1;
  const plane = width / channels;
  return (first, count) => {
    const { bytes } = input;
    const start = bytes.byteOffset + 4 * first * width;
    const examples = new Float32Array(bytes.buffer, start, count * width);
    const { data, stride } = out;
    if (step > channels) data.fill(0, 0, count * stride);
    for (let row = 0; row < count; row++) {
      for (let c = 0; c < channels; c++) {
        const [from, to] = [row * width + c * plane, row * stride + c];
        for (let i = 0; i < plane; i++) data[to + i * step] = examples[from + i]!;
      }
    }
  };
}
