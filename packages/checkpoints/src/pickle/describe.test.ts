import { expect, test } from "vitest";
import { describe } from "./describe.js";
import { ByteArray, Float, List } from "./dialect.js";
import { numpyDialect } from "./numpy-dialect.js";
import { Dtype, Inert, Storage, StorageClass } from "./torch-objects.js";
import { torchDialect } from "./torch-dialect.js";

const float32 = { name: "float32", bytes: 4 } as const;
const { globals } = torchDialect(new Map());

test.each<[unknown, string]>([
  [null, "None"],
  [[1, 2], "a tuple"],
  [new List(), "a list"],
  [new Map(), "a dict"],
  [new Float(2), "a float"],
  [2, "an integer"],
  ["2", "text"],
  [true, "a boolean"],
  [new Uint8Array(), "bytes"],
  [new ByteArray(new Uint8Array()), "something else"],
  [undefined, "something else"],
  [new Dtype(float32), "a dtype"],
  [new StorageClass(float32), "a storage class"],
  [new Storage(float32, "0", 4), "a storage"],
  [new Inert("torch.device"), "torch.device"],
  [globals.get("collections:OrderedDict"), "OrderedDict"],
  [globals.get("collections:Counter"), "a dict"],
  [globals.get("torch:Tensor"), "torch.Tensor"],
  [globals.get("torch:Size"), "torch.Size"],
  [numpyDialect.globals.get("numpy:ndarray"), "numpy.ndarray"],
  [numpyDialect.globals.get("numpy:dtype"), "numpy.dtype"],
  [numpyDialect.globals.get("numpy.core.multiarray:_reconstruct"), "_reconstruct"],
  [numpyDialect.globals.get("numpy.core.numeric:_frombuffer"), "_frombuffer"],
  [numpyDialect.globals.get("_codecs:encode"), "_codecs.encode"],
  [numpyDialect.globals.get("builtins:bytes"), "bytes"],
  [globals.get("torch._utils:_rebuild_tensor"), "_rebuild_tensor"],
  [globals.get("torch._utils:_rebuild_parameter"), "_rebuild_parameter"],
  [globals.get("torch._tensor:_rebuild_from_type_v2"), "_rebuild_from_type_v2"],
])("%o is %s", (value, told) => expect(describe(value)).toBe(told));
