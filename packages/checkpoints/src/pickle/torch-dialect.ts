import { shorten } from "@evalpool/errors";
import { Callable, List, type Dialect, type Value } from "./dialect.js";
import { PickleError } from "./pickle-error.js";
import { nameOf } from "./text.js";
import {
  Dtype,
  Inert,
  Storage,
  StorageClass,
  TorchTensor,
  type TorchObject,
  type TorchTuple,
} from "./torch-objects.js";
import { scalarTypes, storageTypes } from "./torch-types.js";

type TorchValue = Value<TorchObject>;
type Call = (args: TorchTuple) => TorchValue;

const [rebuildTensor, rebuildTensor2, rebuildTensor3] = [
  callable("_rebuild_tensor", (args) => {
    if (args.length !== 4) throw new PickleError("expected 4 arguments of _rebuild_tensor");
    return TorchTensor.view(args);
  }),
  callable("_rebuild_tensor_v2", (args) => {
    requireRest(args.slice(4), "_rebuild_tensor_v2");
    return TorchTensor.view(args);
  }),
  callable("_rebuild_tensor_v3", (args) => {
    const dtype = args[6];
    if (!(dtype instanceof Dtype)) throw new PickleError("expected _rebuild_tensor_v3 of a dtype");
    requireRest(args.toSpliced(6, 1).slice(4), "_rebuild_tensor_v3");
    return TorchTensor.view(args, dtype.type);
  }),
] as const;

/** `requires_grad, backward_hooks`, and metadata, which say that the numbers are not what they are. */
function requireRest([requiresGrad, hooks, metadata = null]: TorchTuple, of: string): void {
  const isPlain = metadata === null || (metadata instanceof Map && metadata.size === 0);
  if (!isPlain)
    throw new PickleError("a tensor that is a view with a sign or conjugate; save a copy");
  if (typeof requiresGrad === "boolean" && (hooks === null || hooks instanceof Map)) return;
  throw new PickleError(`expected ${of} of a tensor, with requires_grad and hooks`);
}

/** `_rebuild_parameter(data, requires_grad, hooks)`, and with a state behind. */
const rebuildParameter = callable("_rebuild_parameter", ([data, requiresGrad]) => {
  if (data instanceof TorchTensor && typeof requiresGrad === "boolean") return data;
  throw new PickleError("expected _rebuild_parameter of a tensor");
});

const tensorClass = callable("torch.Tensor", () => {
  throw new PickleError("torch.Tensor is called; expected _rebuild_tensor_v2 to be");
});

/** `_rebuild_from_type_v2(rebuild, type, args, state)`: a tensor to which somebody gave attributes. */
const rebuildFromType = callable("_rebuild_from_type_v2", ([rebuild, type, args]) => {
  const isOwn = rebuild === rebuildTensor2 || rebuild === rebuildParameter;
  if (!isOwn || type !== tensorClass || !Array.isArray(args)) {
    throw new PickleError("expected _rebuild_from_type_v2 of a plain tensor");
  }
  return rebuild.call(args as TorchTuple);
});

/** `OrderedDict()`, filled later, or with `[[key, value], …]` as Python 2 has it. */
const orderedDict = callable("OrderedDict", (args) => {
  const [given = new List<TorchObject>()] = args;
  if (args.length > 1 || !(given instanceof List)) {
    throw new PickleError("expected OrderedDict of a list of pairs");
  }
  const pairs = given.items.map((pair): [string, TorchValue] => {
    const [key, value, ...more] = pair instanceof List ? pair.items : [];
    const name = key === undefined ? undefined : keyOf(key);
    if (name === undefined || value === undefined || more.length > 0) {
      throw new PickleError("expected OrderedDict of a list of pairs");
    }
    return [name, value];
  });
  const dict = new Map(pairs);
  if (dict.size < pairs.length) throw new PickleError("a key of an OrderedDict is given twice");
  return dict;
});

/** Optimisers number their parameters. */
function keyOf(key: TorchValue): string | undefined {
  return typeof key === "number" ? String(key) : nameOf(key);
}

/** Dicts of other classes, which begin empty. */
const dictLike = callable("a dict", () => new Map());

function callable(name: string, call: Call): Callable<TorchObject> {
  return new Callable<TorchObject>(name, call, true);
}

/** What people put beside weights, and nothing is done with. */
const inertNames = [
  "torch:device",
  "torch:Size",
  "torch.torch_version:TorchVersion",
  "argparse:Namespace",
  "pathlib:PosixPath",
  "pathlib:WindowsPath",
  "datetime:datetime",
  "__builtin__:set",
  "builtins:set",
  "__builtin__:list",
  "builtins:list",
  "__builtin__:dict",
  "builtins:dict",
  "__builtin__:int",
  "builtins:int",
  "__builtin__:float",
  "builtins:float",
  "__builtin__:bytearray",
  "builtins:bytearray",
  "_codecs:encode",
  "numpy:dtype",
  "numpy:ndarray",
  ...["numpy.core", "numpy._core"].flatMap((core) => [
    `${core}.multiarray:scalar`,
    `${core}.multiarray:_reconstruct`,
    `${core}.numeric:_frombuffer`,
  ]),
];

function build(object: TorchValue, state: TorchValue): void {
  // `_metadata` of an OrderedDict says with which versions of layers it was made.
  const isLeftOut = object instanceof Inert || (object instanceof Map && state instanceof Map);
  if (!isLeftOut)
    throw new PickleError("expected a state of nothing but dicts and what is left out");
}

const globals = new Map<string, TorchValue>([
  ["torch._utils:_rebuild_tensor", rebuildTensor],
  ["torch._utils:_rebuild_tensor_v2", rebuildTensor2],
  ["torch._utils:_rebuild_tensor_v3", rebuildTensor3],
  ["torch._utils:_rebuild_parameter", rebuildParameter],
  ["torch._utils:_rebuild_parameter_with_state", rebuildParameter],
  ["torch._tensor:_rebuild_from_type_v2", rebuildFromType],
  ["torch:Tensor", tensorClass],
  ["torch.nn.parameter:Parameter", tensorClass],
  ["collections:OrderedDict", orderedDict],
  ["collections:defaultdict", dictLike],
  ["collections:Counter", dictLike],
  ["torch.storage:UntypedStorage", new StorageClass("untyped")],
  ...[...storageTypes].flatMap(([name, type]): [string, TorchValue][] => {
    const storageClass = new StorageClass(type);
    return ["torch", "torch.cuda"].map((module) => [`${module}:${name}`, storageClass]);
  }),
  ...[...scalarTypes].map(([name, type]): [string, TorchValue] => [
    `torch:${name}`,
    new Dtype(type),
  ]),
  ...inertNames.map((name): [string, TorchValue] => {
    const told = name.replace(":", ".");
    return [name, callable(told, () => new Inert(told))];
  }),
]);

/** The line that saves what is read of a file that holds more. */
export const SAVE_STATE_DICT =
  'save its weights alone in Python: torch.save(model.state_dict(), "weights.pt")';

/**
 * A dict of tensors as `torch.save` writes it, and what training keeps beside it.
 *
 * @param storages by their keys; filled with those that the pickle names
 */
export function torchDialect(storages: Map<string, Storage>): Dialect<TorchObject> {
  const persistent = (id: TorchValue): Storage => {
    const storage = Storage.of(id);
    const known = storages.get(storage.key) ?? storage;
    if (known.type !== storage.type || known.bytes !== storage.bytes) {
      throw new PickleError(`names the storage ${shorten(storage.key)} twice, in different ways`);
    }
    storages.set(storage.key, known);
    return known;
  };
  return {
    holds: "tensors in plain dicts",
    advice: SAVE_STATE_DICT,
    globals,
    keyOf,
    build,
    persistent,
  };
}
