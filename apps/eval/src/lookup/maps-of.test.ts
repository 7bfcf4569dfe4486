import { shrink } from "@evalpool/pictures";
import { expect, test } from "vitest";
import { mapsOf } from "./maps-of.js";

const data = Float32Array.from({ length: 3 * 2 * 2 }, (_, i) => i - 1);
const layer = {
  symbol: "A1",
  expression: undefined,
  value: { data, shape: [3, 2, 2] },
  min: -1,
  max: 10,
  mean: 4.5,
};

test("maps stand side by side, as many as there is room for, from the least of all to the greatest", () => {
  const { maps, channels } = mapsOf(layer, (map) => map, { room: 7, gap: 1 });
  expect({ channels, shape: maps.shape }).toEqual({ channels: 2, shape: [1, 2, 5] });
  // np.round((np.arange(-1, 7) + 1) * 255 / 11)
  expect([...maps.bytes]).toEqual([0, 23, 0, 93, 116, 46, 70, 0, 139, 162]);
  expect(mapsOf(layer, (map) => map, { room: 8, gap: 1 }).channels).toBe(3);
});

test("there is always one, and what makes it smaller is made of it alone", () => {
  const { maps, channels } = mapsOf(layer, (map) => shrink(map, 1), { room: 0, gap: 1 });
  // round(mean(0, 23, 46, 70))
  expect({ channels, bytes: [...maps.bytes] }).toEqual({ channels: 1, bytes: [35] });
});
