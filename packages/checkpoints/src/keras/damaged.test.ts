import { EvalpoolError } from "@evalpool/errors";
import { bind } from "@evalpool/models";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { openHdf5 } from "../hdf5/open-hdf5.js";
import type { NetworkInFile } from "../network-file.js";
import { changes, damaged } from "../testing/damage.js";
import { lowerKeras } from "./lower-keras.js";
import { parseNetwork } from "./network.js";
import { readKerasArchive } from "./read-archive.js";
import { readKerasHdf5 } from "./read-keras-hdf5.js";
import { readKeras } from "./read-keras.js";
import { small } from "./testing/small-network.js";
import { VarsSource } from "./weights.js";

/** Whatever it is, it ends in a network that can be bound, or in an error of ours of a line. */
async function survives(reading: () => NetworkInFile | Promise<NetworkInFile>): Promise<boolean> {
  try {
    const { graph, parameters } = await reading();
    bind(graph, parameters, "m");
    return true;
  } catch (error) {
    if (!(error instanceof EvalpoolError)) throw error;
    return false;
  }
}

// A run takes 2 to 3 ms, as much as reading the network does.
test.each([
  ["small-keras2.h5", readKerasHdf5, 7500],
  ["small.h5", readKerasHdf5, 2500],
  // Sums give nearly all damage away.
  ["small.keras", readKeras, 7000],
] as const)(
  "%s with a few bytes changed is refused, or read, and nothing is printed",
  async (name, read, numRuns) => {
    const printed = vi.spyOn(console, "warn");
    const bytes = small(name);
    const property = fc.asyncProperty(changes(bytes.length), async (all) => {
      await survives(() => read(damaged(bytes, all), "m", {}));
    });
    await fc.assert(property, { numRuns });
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  },
  300_000,
);

type Path = readonly string[];

/** Where the values of a JSON text are, one in another. */
function pathsOf(json: unknown, path: Path = []): Path[] {
  if (typeof json !== "object" || json === null) return [path];
  return [path, ...Object.entries(json).flatMap(([key, value]) => pathsOf(value, [...path, key]))];
}

/** The same, with another value there. */
function replaced(json: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  const copy: unknown = Array.isArray(json) ? [...(json as unknown[])] : { ...(json as object) };
  const fields = copy as Record<string, unknown>;
  fields[key] = replaced(fields[key], rest, other);
  return copy;
}

test("a config with any value changed is refused, or read", async () => {
  const { config, weights } = await readKerasArchive(small("small.keras"), "m");
  const root = await openHdf5(weights, "m");
  const read = (json: unknown): NetworkInFile => {
    const network = parseNetwork(json, "m");
    const source = new VarsSource(root, network, "m");
    return lowerKeras({ network, weights: source, version: 3, output: undefined }, "m");
  };
  expect(await survives(() => read(config))).toBe(true);
  const paths = pathsOf(config);
  const other = fc.oneof(
    fc.constantFrom(null, true, -1, 0, 1, 2, 0.5, 1e9, 2 ** 40, 1e300, "", "x", "relu", "same"),
    fc.constantFrom([], {}, [[]], [0, 0], [1e9, 1e9], { class_name: "Flatten", config: {} }),
    fc.constantFrom(...paths).map((path) => path.reduce<unknown>(at, config)),
    fc.jsonValue({ maxDepth: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), other, async (path, value) => {
      await survives(() => read(replaced(config, path, value)));
    }),
    { numRuns: 3000 },
  );
}, 300_000);

function at(json: unknown, key: string): unknown {
  return (json as Readonly<Record<string, unknown>>)[key];
}
