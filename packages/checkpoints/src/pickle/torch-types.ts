import type { FloatKind } from "@evalpool/arrays";

/** A type of elements, as PyTorch names it. */
export interface ScalarType {
  /** `torch.float32` without `torch.` */
  readonly name: string;
  /** Of an element. */
  readonly bytes: number;
  /** Whether weights are of it: floats that are read. */
  readonly floats?: FloatKind;
  /** Whether it counts or marks, as `num_batches_tracked` does, and is never trained. */
  readonly isWhole?: true;
}

const floats: readonly ScalarType[] = [
  { name: "float32", bytes: 4, floats: "float32" },
  { name: "float64", bytes: 8, floats: "float64" },
  { name: "float16", bytes: 2, floats: "float16" },
  { name: "bfloat16", bytes: 2, floats: "bfloat16" },
];

const wholes: readonly ScalarType[] = [
  { name: "bool", bytes: 1, isWhole: true },
  ...["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"].map(
    (name): ScalarType => ({ name, bytes: Number(/\d+/.exec(name)) / 8, isWhole: true }),
  ),
];

/** Numbers that no operation takes. */
const others: readonly ScalarType[] = [
  ...["e4m3fn", "e5m2", "e4m3fnuz", "e5m2fnuz", "e8m0fnu"].map((format): ScalarType => ({
    name: `float8_${format}`,
    bytes: 1,
  })),
  { name: "complex32", bytes: 4 },
  { name: "complex64", bytes: 8 },
  { name: "complex128", bytes: 16 },
  { name: "qint8", bytes: 1 },
  { name: "quint8", bytes: 1 },
  { name: "qint32", bytes: 4 },
];

/** `torch.dtype`s by their names. */
export const scalarTypes: ReadonlyMap<string, ScalarType> = new Map(
  [...floats, ...wholes, ...others].map((type) => [type.name, type]),
);

/** What a storage is of, by the name of its class. */
export const storageTypes: ReadonlyMap<string, ScalarType> = new Map(
  Object.entries({
    FloatStorage: "float32",
    DoubleStorage: "float64",
    HalfStorage: "float16",
    BFloat16Storage: "bfloat16",
    BoolStorage: "bool",
    ByteStorage: "uint8",
    CharStorage: "int8",
    ShortStorage: "int16",
    IntStorage: "int32",
    LongStorage: "int64",
    ComplexFloatStorage: "complex64",
    ComplexDoubleStorage: "complex128",
    QInt8Storage: "qint8",
    QUInt8Storage: "quint8",
    QInt32Storage: "qint32",
  }).flatMap(([storage, name]) => {
    const type = scalarTypes.get(name);
    return type === undefined ? [] : [[storage, type]];
  }),
);
