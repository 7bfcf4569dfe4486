import type { AttributesOf, OpName, Shape } from "@evalpool/models";
import { float, type OnnxAttributes, type OnnxTensor } from "./model-proto.ts";

/** What an operation is written with: each function gives the name of a value. */
export interface Writer<O extends OpName> {
  readonly attributes: AttributesOf<O>;
  /** Its inputs by name, and their shapes and that of its output, of one example. */
  readonly inputs: readonly string[];
  readonly shapes: readonly Shape[];
  readonly shape: Shape;
  /** The parameter of a role, under another shape if told; "" where there is none. */
  readonly parameter: (role: string, shape?: Shape) => string;
  readonly constant: (tensor: OnnxTensor) => string;
  /** Adds a node. */
  readonly add: (op: string, inputs: readonly string[], attributes?: OnnxAttributes) => string;
}

type Write<O extends OpName> = (writer: Writer<O>) => string;

/** How each operation is said in ONNX (https://onnx.ai/onnx/operators/). */
export const operations: { readonly [O in OpName]: Write<O> } = {
  add: combination("Add"),
  affine: ({ add, inputs, attributes, parameter, shape, constant }) => {
    const rank = shape.length;
    const ones = Array.from({ length: rank - attributes.shape.length }, () => 1);
    const own = [...ones, ...attributes.shape];
    const [factor, offset] = [parameter("factor", own), parameter("offset", own)];
    const [x = ""] = inputs;
    const product = add("Mul", [x, factor || constant(scalar(1))]);
    return offset ? add("Add", [product, offset]) : product;
  },
  averagePool2d: ({ add, inputs, attributes }) =>
    add("AveragePool", inputs, {
      ...windowOf(attributes),
      ceil_mode: Number(attributes.ceilMode),
      count_include_pad: Number(attributes.countsPadding),
    }),
  batchNorm: ({ add, inputs, attributes, parameter }) => {
    const parameters = ["scale", "bias", "mean", "variance"].map((role) => parameter(role));
    return add("BatchNormalization", [...inputs, ...parameters], {
      epsilon: float(attributes.epsilon),
    });
  },
  clip: ({ add, inputs, attributes: { lower, upper }, constant }) => {
    const bound = (value: number | undefined): string =>
      value === undefined ? "" : constant(scalar(value));
    return add("Clip", [...inputs, bound(lower), bound(upper)]);
  },
  concat: ({ add, inputs, attributes }) => add("Concat", inputs, { axis: attributes.axis + 1 }),
  conv2d: ({ add, inputs, attributes, parameter }) =>
    add("Conv", [...inputs, parameter("weight"), parameter("bias")], {
      ...windowOf(attributes),
      group: attributes.groups,
    }),
  dense: ({ add, inputs, parameter }) =>
    add("Gemm", [...inputs, parameter("weight"), parameter("bias")]),
  dropout: ({ add, inputs, attributes: { ratio, scaling }, constant }) =>
    scaling === "training"
      ? add("Identity", inputs)
      : add("Mul", [...inputs, constant(scalar(1 - ratio))]),
  elu: ({ add, inputs, attributes }) => add("Elu", inputs, { alpha: float(attributes.alpha) }),
  flatten: ({ add, inputs }) => add("Flatten", inputs, { axis: 1 }),
  gelu: ({ add, inputs, attributes: { approximate } }) => add("Gelu", inputs, { approximate }),
  globalAveragePool2d: plain("GlobalAveragePool"),
  hardSigmoid: ({ add, inputs, attributes: { alpha, beta } }) =>
    add("HardSigmoid", inputs, { alpha: float(alpha), beta: float(beta) }),
  hardSwish: plain("HardSwish"),
  identity: plain("Identity"),
  leakyRelu: ({ add, inputs, attributes }) =>
    add("LeakyRelu", inputs, { alpha: float(attributes.slope) }),
  localResponseNorm: ({ add, inputs, attributes: { size, alpha, beta, bias } }) =>
    add("LRN", inputs, { size, alpha: float(alpha), beta: float(beta), bias: float(bias) }),
  logSoftmax: softmax("LogSoftmax"),
  maxPool2d: ({ add, inputs, attributes }) =>
    add("MaxPool", inputs, {
      ...windowOf(attributes),
      ceil_mode: Number(attributes.ceilMode),
    }),
  multiply: combination("Mul"),
  pad: ({ add, inputs, attributes: { padding, value, mode }, constant }) => {
    const [top, left, bottom, right] = padding;
    const pads = constant(integers([0, 0, top, left, 0, 0, bottom, right]));
    const attributes = mode === undefined ? {} : { mode };
    return add("Pad", [...inputs, pads, constant(scalar(value))], attributes);
  },
  prelu: ({ add, inputs, shape, parameter }) => {
    const slopes = [shape[0] ?? 1, ...shape.slice(1).map(() => 1)];
    return add("PRelu", [...inputs, parameter("slope", slopes)]);
  },
  relu: plain("Relu"),
  reshape: ({ add, inputs, shape, constant }) =>
    add("Reshape", [...inputs, constant(integers([-1, ...shape]))]),
  scale: ({ add, inputs, attributes, constant }) =>
    add("Div", [...inputs, constant(scalar(attributes.divisor))]),
  selu: plain("Selu"),
  sigmoid: plain("Sigmoid"),
  silu: ({ add, inputs }) => add("Mul", [...inputs, add("Sigmoid", inputs)]),
  slice: ({ add, inputs, attributes: { axis, start, end }, constant }) => {
    const bounds = [start, end, axis + 1].map((value) => constant(integers([value])));
    return add("Slice", [...inputs, ...bounds]);
  },
  softmax: softmax("Softmax"),
  softplus: plain("Softplus"),
  softsign: plain("Softsign"),
  step: ({ add, inputs }) => add("Sign", [add("Relu", inputs)]),
  tanh: plain("Tanh"),
  transpose: ({ add, inputs, attributes }) =>
    add("Transpose", inputs, { perm: [0, ...attributes.permutation.map((axis) => axis + 1)] }),
};

/** One that says nothing of itself. */
function plain(op: string): ({ add, inputs }: Pick<Writer<OpName>, "add" | "inputs">) => string {
  return ({ add, inputs }) => add(op, inputs);
}

/** ONNX too lines up axes from the last, but for it the batch is one of them. */
function combination(op: string): Write<"add" | "multiply"> {
  return ({ add, inputs, shapes, shape, constant }) => {
    const whole = inputs.map((input, i) => {
      const own = shapes[i] ?? [];
      if (own.length === shape.length) return input;
      const ones = Array.from({ length: shape.length - own.length }, () => 1);
      return add("Reshape", [input, constant(integers([-1, ...ones, ...own]))]);
    });
    return add(op, whole);
  };
}

function softmax(op: string): Write<"softmax" | "logSoftmax"> {
  return ({ add, inputs, attributes: { axis } }) =>
    add(op, inputs, { axis: axis === undefined ? -1 : axis + 1 });
}

function windowOf({
  kernel,
  strides,
  padding,
  dilations,
}: Omit<AttributesOf<"maxPool2d">, "ceilMode">): OnnxAttributes {
  return { kernel_shape: kernel, strides, pads: padding, dilations };
}

function scalar(value: number): OnnxTensor {
  return { data: Float32Array.of(value), shape: [] };
}

function integers(values: readonly number[]): OnnxTensor {
  return { data: BigInt64Array.from(values, BigInt), shape: [values.length] };
}
