import type { Random } from "@evalpool/random";
import type { Skeleton } from "./skeletons.js";

/** A point of the pen's path. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
  /** Half the width of the line here. */
  readonly radius: number;
}

/** A knot as one hand put it: the skeleton's, displaced. */
export interface InkKnot extends InkPoint {
  readonly corner: boolean;
}

/**
 * Writes a skeleton by a hand of its own: width, slant, rotation, bends and pen vary as a whole,
 * place and pressure from knot to knot. Units are the skeleton's.
 *
 * The spreads were set by looking at sheets beside MNIST, and so that ink, width, height and slant
 * spread over many digits about as they do there; no image of MNIST was traced.
 */
export function writeSkeleton({ strokes }: Skeleton, random: Random): InkKnot[][] {
  const place = drawDeformation(random);
  const pen = random.bell(1);
  const radius = 7.9 + 2.1 * pen + 0.4 * pen * pen; // more broad pens than fine ones
  const wobble = random.uniform(1, 4);
  return strokes.map((stroke) =>
    stroke.map((knot) => {
      const { x, y } = place(knot[0] + random.bell(wobble), knot[1] + random.bell(wobble));
      return { x, y, radius: radius * (1 + random.bell(0.12)), corner: knot[2] === "corner" };
    }),
  );
}

type Deformation = (x: number, y: number) => { x: number; y: number };

/** Half a digit's height, and about the middle of its width, in the skeletons' units. */
const HALF_HEIGHT = 50;
const MIDDLE = 30;

/** A smooth map of the plane: stretch, slant and quadratic bends, then rotation. */
function drawDeformation(random: Random): Deformation {
  const stretch = Math.max(0.6, 1.15 + random.bell(0.2));
  const slant = 0.15 + random.bell(0.22);
  const bend = random.bell(0.13);
  const taper = random.bell(0.16);
  const sag = random.bell(0.1);
  const rise = random.bell(0.1);
  // t is the tangent of half the angle, which gives cosine and sine by arithmetic alone.
  const t = random.bell(0.06);
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  return (x, y) => {
    const u = (stretch * (x - MIDDLE)) / HALF_HEIGHT;
    const v = (HALF_HEIGHT - y) / HALF_HEIGHT;
    const right = u + slant * v + bend * v * v + taper * u * v;
    const up = v + sag * u * u + rise * u * v;
    return {
      x: HALF_HEIGHT * (cosine * right + sine * up),
      y: HALF_HEIGHT * (sine * right - cosine * up),
    };
  };
}
