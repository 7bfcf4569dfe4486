import { gaussianBlur } from "./gaussian-blur.js";

/** Strengths from which an edge may go on, and from which one may begin, of white against black. */
const [LOW, HIGH] = [0.1, 0.2];

/**
 * Prepares J. Canny's detector of edges (1986) for planes of values from 0 to 1, as scikit-image's
 * `feature.canny` has it: a blur, Sobel's gradients, of which only those stay that are the greatest
 * across their edge, and of these the strong ones with the weak ones that hang together with them.
 *
 * @param sigma of the blur, in pixels
 * @returns what marks edges with 1 in its second argument; the first one is overwritten
 */
export function findEdges(
  sigma: number,
  height: number,
  width: number,
): (plane: Float64Array, isEdge: Uint8Array) => void {
  const size = height * width;
  const blur = gaussianBlur(sigma, height, width);
  const [across, down] = [new Float64Array(size), new Float64Array(size)];
  const strength = new Float64Array(size);
  const isPeak = new Uint8Array(size);
  return (plane, isEdge) => {
    blur(plane);
    differentiate(plane, height, width, across, down);
    for (let i = 0; i < size; i++) {
      strength[i] = Math.sqrt(across[i]! * across[i]! + down[i]! * down[i]!);
    }
    isPeak.fill(0);
    isEdge.fill(0);
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const i = y * width + x;
        if (strength[i]! < LOW) continue;
        if (isGreatest(strength, i, across[i]!, down[i]!, width)) isPeak[i] = 1;
      }
    }
    for (let i = 0; i < size; i++) {
      if (isPeak[i] === 1 && strength[i]! >= HIGH) follow(isPeak, i, width, isEdge);
    }
  };
}

/** Sobel's gradients of all pixels but those of the border, which have none. */
function differentiate(
  plane: Float64Array,
  height: number,
  width: number,
  across: Float64Array,
  down: Float64Array,
): void {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      const above = Math.max(0, y - 1) * width;
      const here = y * width;
      const below = Math.min(height - 1, y + 1) * width;
      across[i] =
        plane[above + right]! - plane[above + left]! +
        2 * (plane[here + right]! - plane[here + left]!) +
        plane[below + right]! - plane[below + left]!; // prettier-ignore
      down[i] =
        plane[below + left]! - plane[above + left]! +
        2 * (plane[below + x]! - plane[above + x]!) +
        plane[below + right]! - plane[above + right]!; // prettier-ignore
    }
  }
}

/** Whether no strength is greater one step along the gradient, to either side, linear between pixels. */
function isGreatest(
  strength: Float64Array,
  i: number,
  gradientX: number,
  gradientY: number,
  width: number,
): boolean {
  const [sizeX, sizeY] = [Math.abs(gradientX), Math.abs(gradientY)];
  const diagonal = Math.sign(gradientY) * width + Math.sign(gradientX);
  const straight = sizeX >= sizeY ? Math.sign(gradientX) : Math.sign(gradientY) * width;
  const share = sizeX >= sizeY ? sizeY / sizeX : sizeX / sizeY;
  for (const side of [1, -1]) {
    const near = strength[i + side * straight]! * (1 - share);
    if (near + strength[i + side * diagonal]! * share > strength[i]!) return false;
  }
  return true;
}

/** Marks all peaks that hang together with one, by their sides or corners. */
function follow(isPeak: Uint8Array, first: number, width: number, isEdge: Uint8Array): void {
  const open = [first];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    if (isEdge[i] === 1) continue;
    isEdge[i] = 1;
    // Peaks do not lie at the border, so each has eight neighbours.
    for (const row of [i - width, i, i + width]) {
      for (let j = row - 1; j <= row + 1; j++) if (isPeak[j] === 1) open.push(j);
    }
  }
}
