import type { Random } from "@evalpool/random";
import type { InkKnot, InkPoint } from "./write-skeleton.js";

/** Straight pieces between one knot and the next: about a pixel each. */
const STEPS = 4;
/** Spread of the line's width from point to point, as a share of it: the pen's rough edge. */
const ROUGHNESS = 0.08;

/** The pen's path through a stroke's knots, as points to be joined by straight lines. */
export function traceStroke(knots: readonly InkKnot[], random: Random): InkPoint[] {
  const points: InkPoint[] = [knots[0]!];
  let start = 0;
  for (let i = 1; i < knots.length; i++) {
    if (i < knots.length - 1 && !knots[i]!.corner) continue;
    traceCurve(knots.slice(start, i + 1), random, points);
    start = i;
  }
  return points;
}

/**
 * Adds the points of a smooth curve: the centripetal Catmull-Rom spline, which makes no cusps or
 * loops of its own (C. Yuksel, S. Schaefer and J. Keyser, 2011, "Parameterization and applications
 * of Catmull-Rom curves"), evaluated in Hermite's form.
 */
function traceCurve(knots: readonly InkKnot[], random: Random, points: InkPoint[]): void {
  const intervals: number[] = [];
  for (let i = 1; i < knots.length; i++) {
    intervals.push(centripetalInterval(knots[i - 1]!, knots[i]!));
  }
  const xSlopes = slopes(knots, "x", intervals);
  const ySlopes = slopes(knots, "y", intervals);
  for (let i = 0; i < intervals.length; i++) {
    const from = knots[i]!;
    const to = knots[i + 1]!;
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS;
      const passed = t * t * (3 - 2 * t);
      const leaving = t * (1 - t) * (1 - t) * intervals[i]!;
      const arriving = t * t * (t - 1) * intervals[i]!;
      const radius = from.radius + passed * (to.radius - from.radius);
      points.push({
        x: from.x + passed * (to.x - from.x) + leaving * xSlopes[i]! + arriving * xSlopes[i + 1]!,
        y: from.y + passed * (to.y - from.y) + leaving * ySlopes[i]! + arriving * ySlopes[i + 1]!,
        radius: radius * (1 + random.bell(ROUGHNESS)),
      });
    }
  }
}

/** The square root of the distance; never 0, for it divides. */
function centripetalInterval(a: InkPoint, b: InkPoint): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return Math.sqrt(Math.sqrt(dx * dx + dy * dy) + 1e-9);
}

/** Slope at each knot: the parabola's through it and its neighbours; an end piece is a parabola. */
function slopes(
  knots: readonly InkKnot[],
  axis: "x" | "y",
  intervals: readonly number[],
): number[] {
  const last = intervals.length;
  const chord = (i: number): number => (knots[i + 1]![axis] - knots[i]![axis]) / intervals[i]!;
  if (last === 1) return [chord(0), chord(0)];
  const result = [0];
  for (let i = 1; i < last; i++) {
    const before = intervals[i - 1]!;
    const after = intervals[i]!;
    result.push((chord(i - 1) * after + chord(i) * before) / (before + after));
  }
  result[0] = 2 * chord(0) - result[1]!;
  result.push(2 * chord(last - 1) - result[last - 1]!);
  return result;
}
