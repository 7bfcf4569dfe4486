/** NumPy's default number formats (`numpy.set_printoptions`): 8 digits behind the point. */
const PRECISION = 8;
/** In an array, values from here on get an exponent: 10 to the dtype's decimal digits, at most 8. */
const EXPONENT_FROM = { float32: 1e6, float64: 1e8 } as const;
/** On its own a value gets one from here on. */
const SCALAR_EXPONENT_FROM = { float32: 1e6, float64: 1e16 } as const;

type FloatDType = keyof typeof EXPONENT_FROM;

type FormatNumber = (value: number) => string;

/** Integers, right-aligned to the widest of `values`. */
export function integerFormatter(values: readonly number[]): FormatNumber {
  const width = values.reduce((max, value) => Math.max(max, String(value).length), 0);
  return (value) => String(value).padStart(width);
}

/**
 * Floats with the fewest digits that tell them apart, at most 8 behind the point, aligned at the
 * point. All get an exponent when one is large, tiny, or a thousand times another.
 */
export function floatFormatter(values: readonly number[], dtype: FloatDType): FormatNumber {
  const finite = values.filter(Number.isFinite);
  const exponential = needsExponent(finite, dtype);
  const digits = (value: number): Digits =>
    exponential ? exponentialDigits(value, dtype) : positionalDigits(value, dtype);

  const parts = finite.map(digits);
  const whole = longest(parts.map((part) => part.whole));
  const fraction = longest(parts.map((part) => part.fraction));
  const exponent = longest(parts.map((part) => part.exponent));
  const nonFinite = values.filter((value) => !Number.isFinite(value)).map(nonFiniteName);
  const width = Math.max(
    finite.length > 0 ? whole + 1 + fraction + exponent : 0,
    longest(nonFinite),
  );

  return (value) => {
    if (!Number.isFinite(value)) return nonFiniteName(value).padStart(width);
    // With an exponent, all show as many digits as the one that needs most.
    const part = exponential ? exponentialDigits(value, dtype, fraction) : digits(value);
    const decimals = part.fraction.padEnd(fraction);
    const power = part.exponent.slice(2).padStart(exponent - 2, "0");
    return `${part.whole}.${decimals}${part.exponent.slice(0, 2)}${power}`.padStart(width);
  };
}

/**
 * A float on its own, as Python's `str` of NumPy's scalars: all its digits, a whole number keeps
 * its `.0`, an exponent where it is large or tiny.
 */
export function formatFloat(value: number, dtype: FloatDType): string {
  if (!Number.isFinite(value)) return nonFiniteName(value);
  const magnitude = Math.abs(value);
  const digits = shortest(magnitude, dtype);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (magnitude >= SCALAR_EXPONENT_FROM[dtype] || (magnitude > 0 && magnitude < 1e-4)) {
    const [mantissa = "", power = ""] = digits.toExponential().split("e");
    return `${sign}${mantissa}${formatExponent(power)}`;
  }
  return `${sign}${digits}${Number.isInteger(digits) ? ".0" : ""}`;
}

interface Digits {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
}

function needsExponent(finite: readonly number[], dtype: FloatDType): boolean {
  let max = 0;
  let min = Infinity;
  for (const value of finite) {
    if (value === 0) continue;
    max = Math.max(max, Math.abs(value));
    min = Math.min(min, Math.abs(value));
  }
  // NumPy compares in the array's own dtype.
  const rounded = (bound: number): number => (dtype === "float32" ? Math.fround(bound) : bound);
  const tiny = min < rounded(1e-4);
  return max > 0 && (max >= EXPONENT_FROM[dtype] || tiny || rounded(max / min) > 1000);
}

function positionalDigits(value: number, dtype: FloatDType): Digits {
  const unique = String(shortest(value, dtype));
  const [, decimals = ""] = unique.split(".");
  const text = decimals.length > PRECISION ? roundToFixed(value) : unique;
  const [whole = "", fraction = ""] = text.split(".");
  const sign = Object.is(value, -0) ? "-" : "";
  return { whole: sign + whole, fraction: fraction.replace(/0+$/, ""), exponent: "" };
}

/** With as many digits behind the point as told, else as few as tell the value from others. */
function exponentialDigits(value: number, dtype: FloatDType, digits?: number): Digits {
  const [unique = ""] = shortest(value, dtype).toExponential().split("e");
  const [, decimals = ""] = unique.split(".");
  const needed = Math.min(decimals.length, PRECISION);
  const [mantissa = "", power = ""] = roundToExponential(value, digits ?? needed).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const sign = Object.is(value, -0) ? "-" : "";
  const kept = digits === undefined ? fraction.replace(/0+$/, "") : fraction;
  return { whole: sign + whole, fraction: kept, exponent: formatExponent(power) };
}

/** JavaScript's `+5` as C's `e+05`. */
function formatExponent(power: string): string {
  return `e${power.slice(0, 1)}${power.slice(1).padStart(2, "0")}`;
}

/** The float64 with the fewest digits that is still this value in its dtype. */
function shortest(value: number, dtype: FloatDType): number {
  if (dtype === "float64") return value;
  for (let digits = 0; digits < 8; digits++) {
    const candidate = Number(roundToExponential(value, digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toExponential(8));
}

/** `toExponential`, but a value exactly between two goes to the even one, as NumPy rounds. */
function roundToExponential(value: number, digits: number): string {
  const [up = "", power = ""] = value.toExponential(digits).split("e");
  const [exact = ""] = value.toExponential(100).split("e");
  return `${tieToEven(up, exact)}e${power}`;
}

/** `toFixed`, but a value exactly between two goes to the even one, as NumPy rounds. */
function roundToFixed(value: number): string {
  return tieToEven(value.toFixed(PRECISION), value.toFixed(100));
}

/** JavaScript's rounding takes ties up; `exact` has all digits that a float can have. */
function tieToEven(roundedUp: string, exact: string): string {
  const digits = exact.replace(/0+$/, "");
  const lower = digits.slice(0, -1).replace(/\.$/, "");
  const isTie = digits.endsWith("5") && lower.length === roundedUp.length;
  return isTie && Number(lower.at(-1)) % 2 === 0 ? lower : roundedUp;
}

function nonFiniteName(value: number): string {
  return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
}

function longest(texts: readonly string[]): number {
  return texts.reduce((max, text) => Math.max(max, text.length), 0);
}
