import { createRandom, type Random } from "@evalpool/random";
import { convOutput, type ConvGeometry, type Padding } from "@evalpool/tensor";

const COUNT = 56;
/** The most operations for an image: a larger one takes long, and tells nothing else. */
const MOST_FLOPS = 3e8;

/** Convolutions of all sizes that networks have, the same each time; a quarter of them depthwise. */
export function convolutionShapes(): ConvGeometry[] {
  const random = createRandom(1, 0);
  const shapes: ConvGeometry[] = [];
  while (shapes.length < COUNT) {
    const shape = draw(random, shapes.length);
    const { height, width } = convOutput(shape);
    const fits = height > 0 && width > 0 && flopsOf(shape) <= MOST_FLOPS;
    if (fits) shapes.push(shape);
  }
  return shapes;
}

/** Operations for one image, as a sum of products takes them. */
export function flopsOf(geometry: ConvGeometry): number {
  const { input, groups, kernel } = geometry;
  const { channels, height, width } = convOutput(geometry);
  return (2 * channels * height * width * input.channels * kernel[0] * kernel[1]) / groups;
}

/** Its name in the table, as `3×3 /2, 16→32, 28×28`: kernel, stride, channels, maps. */
export function describeShape({ input, filters, groups, kernel, ...window }: ConvGeometry): string {
  const { strides, padding } = window;
  const stride = strides[0] === 1 ? "" : ` /${strides[0]}`;
  const channels = groups > 1 ? `${filters} depthwise` : `${input.channels}→${filters}`;
  const sides = new Set(padding).size === 1 ? `${padding[0]}` : padding.join(" ");
  return `${kernel.join("×")}${stride}, ${channels}, ${input.height}×${input.width}, padding ${sides}`;
}

function draw(random: Random, index: number): ConvGeometry {
  const isDepthwise = index % 4 === 3;
  const channels = someChannels(random);
  const filters = isDepthwise ? channels : someChannels(random);
  const kernel = 1 + random.below(7);
  const stride = 1 + random.below(2);
  const size = 7 + random.below(50);
  return {
    input: { channels, height: size, width: size },
    filters,
    groups: isDepthwise ? channels : 1,
    kernel: [kernel, kernel],
    strides: [stride, stride],
    dilations: [1, 1],
    padding: somePadding(random, kernel, stride, size),
  };
}

/** From 1 to 256, as many in each octave; half of them whole vectors. */
function someChannels(random: Random): number {
  const channels = Math.round(2 ** random.uniform(0, 8));
  return random.below(2) === 0 ? channels : Math.min(256, 8 * Math.ceil(channels / 8));
}

/** None, or as PyTorch's networks have it, or TensorFlow's "same". */
function somePadding(random: Random, kernel: number, stride: number, size: number): Padding {
  const half = Math.floor(kernel / 2);
  const reach = (Math.ceil(size / stride) - 1) * stride + kernel;
  const same = Math.max(0, reach - size);
  const [before, after] = [
    [0, 0],
    [half, half],
    [Math.floor(same / 2), Math.ceil(same / 2)],
  ][random.below(3)] as [number, number];
  return [before, before, after, after];
}
