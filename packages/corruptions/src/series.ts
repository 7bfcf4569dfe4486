/*
 * Functions that ECMAScript lets each engine approximate in its own way. Here they are made of
 * additions, products and quotients, so that they have the same bits everywhere. Each is right to
 * about 1e-15 in the range that it is for.
 */

/** e^x for x ≤ 0: its series at a small part of x, squared again and again. */
export function exp(x: number): number {
  if (x < -700) return 0;
  let halvings = 0;
  while (x < -0.5) {
    x /= 2;
    halvings++;
  }
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 14; n++) {
    term *= x / n;
    sum += term;
  }
  for (; halvings > 0; halvings--) sum *= sum;
  return sum;
}

/** The natural logarithm for x from 0.3 to 1: 2 artanh((x - 1) / (x + 1)). */
export function log(x: number): number {
  const z = (x - 1) / (x + 1);
  let power = z;
  let sum = z;
  for (let n = 3; n <= 57; n += 2) {
    power *= z * z;
    sum += power / n;
  }
  return 2 * sum;
}

/** The sine for |x| ≤ 1.6. */
export function sin(x: number): number {
  return alternating(x, 1, x);
}

/** The cosine for |x| ≤ 1.6. */
export function cos(x: number): number {
  return alternating(1, 0, x);
}

/** first - first x² / ((k + 1) (k + 2)) + …, `first` being x^k / k!. */
function alternating(first: number, k: number, x: number): number {
  let term = first;
  let sum = first;
  for (let n = k; n < k + 22; n += 2) {
    term *= (-x * x) / ((n + 1) * (n + 2));
    sum += term;
  }
  return sum;
}
