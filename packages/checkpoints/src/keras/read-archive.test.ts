import { CheckpointError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { zip } from "../testing/zip-bytes.js";
import { readKerasArchive } from "./read-archive.js";
import { readKeras } from "./read-keras.js";
import { small } from "./testing/small-network.js";

const member = (name: string, content: string | Uint8Array) => ({
  name,
  content: Buffer.from(content as Uint8Array),
});

const metadata = member("metadata.json", '{"keras_version":"3.13.0"}');
const config = (model: unknown) => member("config.json", JSON.stringify(model));
const empty = member("model.weights.h5", new Uint8Array(8));

/** Claims that the first member of this name has so many bytes. */
function claiming(members: Parameters<typeof zip>[0], name: string, size: number): Uint8Array {
  const bytes = zip(members);
  // A record of the directory is 46 bytes long, and then its name.
  const record = Buffer.from(bytes).lastIndexOf(name) - 46;
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(record + 24, size, true);
  return bytes;
}

describe("refused", () => {
  const long = member("config.json", new Uint8Array(300_000));

  test.each<[string, Uint8Array, message: string]>([
    ["without weights", zip([metadata, config({})]), "m.keras: expected config.json, metadata.json, model.weights.h5 in it, there is no model.weights.h5"], // prettier-ignore
    ["without a config", zip([metadata, empty]), "there is no config.json"],
    ["what is no JSON", zip([metadata, member("config.json", "{"), empty]), "m.keras: config.json: expected JSON: "], // prettier-ignore
    ["what is no text", zip([metadata, member("config.json", Uint8Array.of(0x22, 0xff, 0x22)), empty]), "config.json: expected JSON: "], // prettier-ignore
    ["two configs", zip([metadata, config({}), config({}), empty]), "m.keras: not a readable .keras file: Ambiguous archive: duplicate filename"], // prettier-ignore
    ["a directory", zip([member("assets/", ""), metadata, config({}), empty]), "m.keras: assets/: expected a file, got a directory"], // prettier-ignore
    ["no archive", Buffer.from("PK\x03\x04"), "m.keras: not a readable .keras file: "],
    ["too many files", zip(Array.from({ length: 101 }, (_, i) => member(`${i}`, ""))), "m.keras: expected up to 100 files, got more"], // prettier-ignore
    ["a config that is too long", claiming([metadata, long, empty], "config.json", 2 ** 25 + 1), "m.keras: config.json: expected up to 33554432 bytes of text, got 33554433"], // prettier-ignore
    ["weights that are too long", claiming([metadata, config({}), { ...empty, content: Buffer.alloc(300_000) }], "model.weights.h5", 2 ** 28 + 1), "model.weights.h5: claims 268435457 bytes"], // prettier-ignore
    ["what is no HDF5", zip([metadata, config(chain()), empty]), "m.keras: model.weights.h5: not a readable HDF5 file"], // prettier-ignore
  ])("%s", async (_, bytes, message) => {
    const reading = Promise.resolve(readKeras(bytes, "m.keras", {}));
    await expect(reading).rejects.toThrow(CheckpointError);
    await expect(reading).rejects.toThrow(message);
  });

  test("its texts are told with what is wrong with them", async () => {
    const bytes = zip([metadata, member("config.json", "{"), empty]);
    await expect(Promise.resolve(readKeras(bytes, "m.keras", {}))).rejects.toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) as SyntaxError }),
    );
  });

  function chain() {
    const input = { class_name: "InputLayer", config: { name: "x", batch_shape: [null, 4] } };
    return { class_name: "Sequential", config: { layers: [input] } };
  }

  test("weights of other layers, by what they say of themselves", async () => {
    const archive = await readKerasArchive(small("small.keras"), "m.keras");
    const renamed = JSON.stringify(archive.config).replaceAll('"hidden"', '"other"');
    const bytes = zip([metadata, member("config.json", renamed), member("model.weights.h5", archive.weights)]); // prettier-ignore
    await expect(Promise.resolve(readKeras(bytes, "m.keras", {}))).rejects.toThrow(
      "m.keras: layers/dense/vars: expected the arrays of other, got those of hidden",
    );
  });
});

test("other files in it are left alone, and its metadata may say nothing", async () => {
  const { config: model, weights } = await readKerasArchive(small("small.keras"), "m.keras");
  const asset = member("assets/classes.txt", new Uint8Array(300_000));
  const bytes = claiming([asset, member("metadata.json", "null"), config(model), member("model.weights.h5", weights)], asset.name, 2 ** 28 + 1); // prettier-ignore
  const read = await readKeras(bytes, "m.keras", {});
  expect(read).toEqual(await readKeras(small("small.keras"), "m.keras", {}));
});
