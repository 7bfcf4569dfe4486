import { isShape, type Axis } from "@evalpool/arrays";
import { formatShape } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import type { Tuple, Value } from "./dialect.js";
import { PickleError } from "./pickle-error.js";
import type { ScalarType } from "./torch-types.js";

/*
 * What PyTorch's pickles make, by the rules of `torch/_utils.py` and `torch/serialization.py` (2.13).
 * What it never writes, though it would take it, is refused.
 */

export type TorchObject = Dtype | StorageClass | Storage | TorchTensor | Inert;
export type TorchTuple = Tuple<TorchObject>;
type Item = Value<TorchObject> | undefined;

/** `torch.float32` and its like. */
export class Dtype {
  readonly told = "a dtype";
  constructor(readonly type: ScalarType) {}
}

/** `torch.FloatStorage` and its like, and `UntypedStorage`, whose elements are bytes. */
export class StorageClass {
  readonly told = "a storage class";
  constructor(readonly type: ScalarType | "untyped") {}
}

/** Numbers that lie beside the pickle, which tensors are views of. */
export class Storage {
  readonly told = "a storage";

  /**
   * @param key what it is filed under
   * @param bytes of all its elements, as the pickle says
   */
  constructor(
    readonly type: ScalarType | "untyped",
    readonly key: string,
    readonly bytes: number,
  ) {}

  /** @param id `("storage", class, key, location, numel)`; old files have a view behind, or None */
  static of(id: Item): Storage {
    const [kind, storageClass, key, location, numel, view = null] = Array.isArray(id)
      ? (id as TorchTuple)
      : [];
    if (kind === "module") {
      throw new PickleError("holds a whole module, whose class is code");
    }
    const isKnown = kind === "storage" && storageClass instanceof StorageClass && view === null;
    if (!isKnown || typeof key !== "string" || typeof location !== "string" || !isCount(numel)) {
      throw new PickleError("expected a storage by its class, key, location and length");
    }
    const { type } = storageClass;
    return new Storage(type, key, numel * (type === "untyped" ? 1 : type.bytes));
  }
}

/** A value that nothing is done with, whose contents are left out: a device, a namespace. */
export class Inert {
  constructor(readonly told: string) {}
}

/** A view of a storage. */
export class TorchTensor {
  readonly told = "a tensor";

  private constructor(
    readonly storage: Storage,
    readonly type: ScalarType,
    /** Elements before its first. */
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}

  get axes(): readonly Axis[] {
    return this.shape.map((length, i) => ({ length, stride: this.strides[i] ?? 0 }));
  }

  /** Elements from its first to its last, both counted. */
  get extent(): number {
    if (this.shape.includes(0)) return 0;
    return this.axes.reduce((last, { length, stride }) => last + (length - 1) * stride, 1);
  }

  /** Elements, which strides of 0 may make more than its storage has. */
  get size(): number {
    return size(this.shape);
  }

  /**
   * A view that lies inside its storage.
   *
   * @param given `(storage, storage_offset, size, stride)` of `_rebuild_tensor`
   * @param dtype where the storage does not tell
   */
  static view([storage, offset, shape, strides]: TorchTuple, dtype?: ScalarType): TorchTensor {
    const isKnown = storage instanceof Storage && isCount(offset) && isShape(shape);
    if (!isKnown || !isShape(strides) || strides.length !== shape.length) {
      throw new PickleError(
        "expected a tensor of a storage, an offset, up to 64 lengths and as many strides",
      );
    }
    const type = dtype ?? storage.type;
    if (type === "untyped" || (storage.type !== "untyped" && storage.type !== type)) {
      throw new PickleError("expected a tensor of the type of its storage");
    }
    const tensor = new TorchTensor(storage, type, offset, shape, strides);
    if (!((offset + tensor.extent) * type.bytes <= storage.bytes)) {
      const layout = `shape ${formatShape(shape)}, strides ${formatShape(strides)}`;
      throw new PickleError(
        `a tensor goes beyond its storage of ${storage.bytes} bytes: ` +
          `${type.name}, offset ${offset}, ${layout}`,
      );
    }
    return tensor;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
