/** Reproducible random numbers: the same sequence in every engine, for integers are all it keeps. */
export interface Random {
  /** Evenly spread over `[low, high)`. */
  uniform(low: number, high: number): number;
  /** An integer from 0 to `count` - 1. */
  below(count: number): number;
}

/**
 * Random numbers of stream `stream` of `seed`, both uint32. Streams are independent, so that the
 * first weights stay the same when, say, the augmentation changes.
 *
 * Generator: xoshiro128** by D. Blackman and S. Vigna, 2018 (https://prng.di.unimi.it/xoshiro128starstar.c);
 * its state is filled from the two numbers with the finaliser of MurmurHash3 (A. Appleby), as its
 * authors advise to do with a generator of another kind.
 */
export function createRandom(seed: number, stream: number): Random {
  let a = mix(seed + GOLDEN);
  let b = mix(a + stream + GOLDEN);
  let c = mix(b + GOLDEN);
  let d = mix(c + GOLDEN) | 1; // all zeros is the one state that is not allowed

  function next(): number {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return (result >>> 0) / 2 ** 32;
  }

  return {
    uniform: (low, high) => low + (high - low) * next(),
    below: (count) => Math.floor(count * next()),
  };
}

/** Puts the elements into random order, in place (Fisher and Yates; Knuth's algorithm P). */
export function shuffle(values: Uint32Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const value = values[last]!;
    values[last] = values[chosen]!;
    values[chosen] = value;
  }
}

/** 2^32 divided by the golden ratio: the step that SplitMix makes between states. */
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
