import { CheckpointError } from "@evalpool/errors";
import { bind, forward } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { gunzipped } from "../testing/gunzipped.js";
import { readKerasHdf5 } from "./read-keras-hdf5.js";
import { pixels, probabilities, small } from "./testing/small-network.js";

type Text = readonly [text: string, other: string, from?: "last"];

/** The small network of Keras 2 with other texts of the same lengths. */
function changed(...texts: readonly Text[]): Uint8Array {
  const bytes = Buffer.from(small("small-keras2.h5"));
  for (const [text, other, from] of texts) {
    const at = from === "last" ? bytes.lastIndexOf(text) : bytes.indexOf(text);
    expect(at).toBeGreaterThan(0);
    bytes.write(other, at, "latin1");
  }
  return new Uint8Array(bytes);
}

const read = async (bytes: Uint8Array) => readKerasHdf5(bytes, "m.h5", {});

describe("hard_sigmoid is that of the version which the file or its weights say", () => {
  test.each<[string, readonly Text[], readonly number[]]>([
    ["both", [], probabilities.keras2],
    ["the weights", [["keras_version", "other_version"]], probabilities.keras2],
    ["the file", [["keras_version", "other_version", "last"]], probabilities.keras2],
    ["neither", [["keras_version", "other_version"], ["keras_version", "other_version", "last"]], probabilities.keras3], // prettier-ignore
  ])("%s", async (_, texts, expected) => {
    const { graph, parameters } = await read(changed(...texts));
    const model = bind(graph, parameters, "m.h5");
    const { data } = forward(model, { data: Float64Array.from(pixels), shape: [1, 1, 6, 5] });
    data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });
});

describe("refused", () => {
  const alone =
    "m.h5: an HDF5 file without a Keras model in it; give its architecture as a spec, and this file as its weights";

  test.each<[string, Text, message: string]>([
    ["weights alone", ["model_config", "other_config"], alone],
    ["a network alone", ["model_weights", "other_weights"], alone],
    ["texts that lie elsewhere", ["GCOL", "none"], "m.h5: not a readable HDF5 file, damaged or of a kind that is not known: no texts at"], // prettier-ignore
    ["what is no JSON", ['{"class_name"', '("class_name"'], "m.h5: model_config: expected JSON: "],
  ])("%s", async (_, text, message) => {
    await expect(read(changed(text))).rejects.toThrow(CheckpointError);
    await expect(read(changed(text))).rejects.toThrow(message);
  });
});

test("why a config is no JSON is kept", async () => {
  await expect(read(changed(['{"class_name"', '("class_name"']))).rejects.toThrow(
    expect.objectContaining({ cause: expect.any(SyntaxError) as SyntaxError }),
  );
});

// f.attrs["model_config"] of an input; f.create_group("model_weights" and "optimizer_weights")
test("what training left is told", async () => {
  const trained = gunzipped(new URL("./testing/trained.h5.gz", import.meta.url));
  expect(await read(trained)).toHaveProperty("skipped", ["optimizer state"]);
  expect(await read(small("small-keras2.h5"))).not.toHaveProperty("skipped");
});
