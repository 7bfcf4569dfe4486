import type { Shape } from "@evalpool/models";

/**
 * What a layer gives, as the graph has it. Keras keeps images `[H, W, C]`, the graph `[C, H, W]`:
 *
 * - `plain`: both have the same order of values
 * - `maps`: the graph's `shape` is `[C, H, W]`
 * - `flatMaps`: flat in the graph's order; `maps` is the shape before that
 */
export type Value =
  | { readonly kind: "plain"; readonly name: string; readonly shape: Shape }
  | { readonly kind: "maps"; readonly name: string; readonly shape: MapsShape }
  | {
      readonly kind: "flatMaps";
      readonly name: string;
      readonly shape: Shape;
      readonly maps: MapsShape;
    };

export type MapsShape = readonly [channels: number, height: number, width: number];

/** For each of Keras' axes of maps, the graph's. */
export const graphAxes = [1, 2, 0] as const;

/** The shape as Keras has it. */
export function kerasShape(value: Value): Shape {
  if (value.kind !== "maps") return value.shape;
  const [channels, height, width] = value.shape;
  return [height, width, channels];
}

/** Whether the order of the values is the same in both layouts. */
export function isSameOrder([channels, height, width]: MapsShape): boolean {
  return channels === 1 || height * width === 1;
}
