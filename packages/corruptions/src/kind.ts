import type { Random } from "@evalpool/random";
import type { Severity } from "./corruption.js";

/** Of an image: channels, height, width. */
export type Shape = readonly [channels: number, height: number, width: number];

/**
 * Corrupts the bytes of an image, channel after channel, into others. A corruption that needs no
 * random numbers leaves them alone.
 */
export type Corrupt = (image: Uint8Array, into: Uint8Array, random: Random) => void;

/** Prepares a corruption for images of one shape, with what it can work out beforehand. */
export type Kind = (severity: Severity, shape: Shape) => Corrupt;

/** Settings of the severities 1 to 5. */
export type Levels<T> = readonly [T, T, T, T, T];

/** The setting of one severity. */
export function at<T>(levels: Levels<T>, severity: Severity): T {
  return levels[severity - 1]!;
}

/** Side of MNIST's images, whose pixels the settings are given in. */
export const SIDE = 28;

/** How many pixels of an image are as one of MNIST's, by the image's shorter side. */
export function unitOf([, height, width]: Shape): number {
  return Math.min(height, width) / SIDE;
}

/** The nearest byte, halves rounded up. */
export function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5);
}
