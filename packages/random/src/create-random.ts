/** A stream of random numbers, the same in every engine: its state is integers throughout. */
export interface Random {
  /** Evenly spread over `[low, high)`. */
  uniform(low: number, high: number): number;
  /** Bell-shaped around 0 with this standard deviation, and never further out than 3 of them. */
  bell(deviation: number): number;
  /** An integer from 0 to `count` - 1. */
  below(count: number): number;
}

/** Random numbers that can be left and gone on with. */
export interface RandomStream extends Random {
  /** Where the stream is. */
  state(): RandomState;
  /** Goes on from there: the numbers that follow are those that followed then. */
  restore(state: RandomState): void;
}

/** Four 32-bit words, not all 0. */
export type RandomState = readonly [a: number, b: number, c: number, d: number];

/**
 * The random numbers of one stream of a seed; both are uint32. Every stream starts from a state of
 * its own, so that a digit does not depend on those drawn before it.
 *
 * The generator is xoshiro128**; its state is filled from seed and stream with the finaliser of
 * MurmurHash3 (A. Appleby), stepped by the golden ratio as SplitMix is.
 */
export function createRandom(seed: number, stream: number): RandomStream {
  const a = mix(seed + GOLDEN);
  const b = mix(a + stream + GOLDEN);
  const c = mix(b + GOLDEN);
  const d = mix(c + GOLDEN) | 1; // all zeros is the one state that is not allowed
  const word = xoshiro128StarStar(a, b, c, d);
  const next = (): number => word() / 0x1_0000_0000;
  return {
    uniform: (low, high) => low + (high - low) * next(),
    // Irwin-Hall: the sum of three uniforms on [-1, 1) has variance 1 and stays within 3.
    bell: (deviation) => deviation * (2 * (next() + next() + next()) - 3),
    below: (count) => Math.floor(count * next()),
    state: word.state,
    restore: word.restore,
  };
}

/**
 * The uint32s that follow a state of four 32-bit words, by D. Blackman and S. Vigna, 2018
 * (https://prng.di.unimi.it/xoshiro128starstar.c).
 */
export function xoshiro128StarStar(a: number, b: number, c: number, d: number): Words {
  const word = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled >>> 0;
  };
  return Object.assign(word, {
    state: (): RandomState => [a, b, c, d],
    restore: (state: RandomState): void => {
      [a, b, c, d] = state;
    },
  });
}

interface Words extends Pick<RandomStream, "state" | "restore"> {
  (): number;
}

/** 2^32 divided by the golden ratio. */
const GOLDEN = 0x9e3779b9;

function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
