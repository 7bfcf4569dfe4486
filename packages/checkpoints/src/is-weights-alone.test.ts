import { lowerSpec } from "@evalpool/models";
import { expect, test } from "vitest";
import { isWeightsAlone } from "./is-weights-alone.js";
import { small } from "./keras/testing/small-network.js";
import { writeNetwork } from "./native/write-network.js";
import { writeSafetensors } from "./safetensors.js";
import { gunzipped } from "./testing/gunzipped.js";
import { npz, pickle4 } from "./testing/numpy-files.js";

const relu = lowerSpec({ id: "net", input: [4], layers: [{ type: "relu" }] });

test.each([
  ["tensors", writeSafetensors(new Map()), true],
  ["a network among tensors", writeNetwork({ graph: relu, parameters: new Map() }), false],
  ["arrays of NumPy", npz, true],
  ["a pickle", pickle4, true],
  ["HDF5", gunzipped(new URL("./hdf5/testing/kinds.h5.gz", import.meta.url)), true],
  ["a model of Keras in HDF5", small("small.h5"), false],
  ["a model of Keras", small("small.keras"), false],
  ["bytes of no known kind", Uint8Array.of(1), false],
  ["text", new TextEncoder().encode("hello"), false],
])("%s", async (_, bytes, expected) => {
  expect(await isWeightsAlone(bytes, "file")).toBe(expected);
});
