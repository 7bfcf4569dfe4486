/**
 * What is there by what was made sure of before, where a list's or a map's type cannot say so.
 *
 * @param what it is, for the message
 * @throws {RangeError} where it is not, which is a mistake of evalpool
 */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new RangeError(`there is no ${what}`);
  return value;
}
