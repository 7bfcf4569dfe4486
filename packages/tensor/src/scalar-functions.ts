import { erf } from "./erf.js";

/**
 * Functions of one number, by name. `alpha` and `beta` are constants of those that have them: their
 * meaning stands beside each.
 */
const functions = {
  /** 1 where x > 0, else 0 */
  step: () => (x: number) => (x > 0 ? 1 : 0),
  sigmoid: () => sigmoid,
  /** x < 0 ? 0 : x, which keeps NaN and -0 */
  relu: () => (x: number) => (x < 0 ? 0 : x),
  /** x < 0 ? alpha · x : x */
  leakyRelu: (alpha: number) => (x: number) => (x < 0 ? alpha * x : x),
  /** x < 0 ? alpha · (e^x - 1) : x (Clevert et al. 2016, arXiv:1511.07289) */
  elu: (alpha: number) => (x: number) => (x < 0 ? alpha * Math.expm1(x) : x),
  /** beta · (x < 0 ? alpha · (e^x - 1) : x) (Klambauer et al. 2017, arXiv:1706.02515) */
  selu: () => (x: number) => SELU_BETA * (x < 0 ? SELU_ALPHA * Math.expm1(x) : x),
  /** min(max(alpha · x + beta, 0), 1) */
  hardSigmoid: (alpha: number, beta: number) => (x: number) => cut(alpha * x + beta, 0, 1),
  /** x · min(max(x / 6 + 1/2, 0), 1) (Howard et al. 2019, arXiv:1905.02244) */
  hardSwish: () => (x: number) => x * cut(x / 6 + 0.5, 0, 1),
  tanh: () => Math.tanh,
  /** x · Φ(x) (Hendrycks and Gimpel 2016, arXiv:1606.08415) */
  gelu: () => (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2,
  /** Its approximation x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) */
  geluTanh: () => (x: number) =>
    (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2,
  /** x · sigmoid(x); -∞ gives its limit, 0 */
  silu: () => (x: number) => (x === -Infinity ? -0 : x * sigmoid(x)),
  /** ln(1 + e^x) */
  softplus: () => (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  /** x / (1 + |x|) */
  softsign: () => (x: number) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  /** x / alpha */
  divide: (alpha: number) => (x: number) => x / alpha,
  /** min(max(x, alpha), beta) */
  clip: (alpha: number, beta: number) => (x: number) => cut(x, alpha, beta),
} satisfies Record<string, (alpha: number, beta: number) => (x: number) => number>;

/** The names of the functions of one number. */
export type ScalarFunctionName = keyof typeof functions;

/** A function of one number, as data. */
export interface ScalarFunction {
  readonly name: ScalarFunctionName;
  readonly alpha?: number;
  readonly beta?: number;
}

/** The function itself, in float64. */
export function scalarFunction({ name, alpha = NaN, beta = NaN }: ScalarFunction) {
  return functions[name](alpha, beta);
}

const SELU_ALPHA = 1.6732632423543772;
const SELU_BETA = 1.0507009873554805;

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** min(max(x, lower), upper): NaN stays NaN, and -0 what it is. */
function cut(x: number, lower: number, upper: number): number {
  const raised = x < lower ? lower : x;
  return raised > upper ? upper : raised;
}
