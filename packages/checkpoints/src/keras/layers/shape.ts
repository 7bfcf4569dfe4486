import { size } from "@evalpool/tensor";
import * as z from "zod/mini";
import { countOf } from "../lowering.js";
import { graphAxes, isSameOrder, kerasShape, type Value } from "../value.js";
import {
  layer,
  mapsTaken,
  requireChannelsLast,
  told,
  type Application,
  type LayerKind,
} from "./layer.js";

function flatten({ inputs, lowering }: Application<object>): Value {
  const [value] = inputs;
  if (value.kind !== "maps") {
    if (value.shape.length === 1) return value;
    return { kind: "plain", ...lowering.add("flatten", [value], {}) };
  }
  const flat = lowering.add("flatten", [value], {});
  if (isSameOrder(value.shape)) return { kind: "plain", ...flat };
  return { kind: "flatMaps", maps: value.shape, ...flat };
}

function reshape(application: Application<{ target_shape: readonly number[] }>): Value {
  const { config, inputs, lowering } = application;
  const [value] = inputs;
  const known = size(config.target_shape.filter((length) => length !== -1));
  const count = countOf(value);
  const shape = config.target_shape.map((length) => (length === -1 ? count / known : length));
  if (!shape.every((length) => Number.isInteger(length) && length > 0) || size(shape) !== count) {
    const got = `${told(config.target_shape)} of values of shape ${told(kerasShape(value))}`;
    return lowering.unsupported(`Reshape to ${got}`);
  }
  if (value.kind === "maps" && kerasShape(value).join() === shape.join()) return value;
  const flat = value.kind === "flatMaps" && shape.length === 1;
  if (flat) return value;
  return lowering.withMaps(lowering.reshape(lowering.plain(value), shape));
}

/** Keras counts axes from 1, for 0 is the batch. */
function permute({ config, inputs, lowering }: Application<{ dims: readonly number[] }>): Value {
  const [value] = inputs;
  const axes = config.dims.map((axis) => axis - 1);
  const rank = kerasShape(value).length;
  if (axes.toSorted((a, b) => a - b).join() !== [...Array(rank).keys()].join()) {
    const got = `${config.dims.join(",")} of shape ${told(kerasShape(value))}`;
    return lowering.unsupported(`Permute ${got}`);
  }
  if (value.kind !== "maps") {
    if (rank === 1) return value;
    return { kind: "plain", ...lowering.add("transpose", [value], { permutation: axes }) };
  }
  const [height = 0, width = 1, channels = 2] = axes;
  const from = (axis: number): number => graphAxes[axis as 0 | 1 | 2];
  return lowering.maps("transpose", [value], {
    permutation: [from(channels), from(height), from(width)],
  });
}

const sides = () => {
  const pixels = z.int().check(z.nonnegative());
  return z.union([pixels, z.tuple([pixels, pixels])]);
};

interface ZeroPaddingConfig {
  readonly padding: number | [number | [number, number], number | [number, number]];
  readonly data_format?: string | null | undefined;
}

function zeroPadding(application: Application<ZeroPaddingConfig>): Value {
  const { config, lowering } = application;
  requireChannelsLast(config.data_format, application);
  const value = mapsTaken(application, "ZeroPadding2D");
  const both = (pixels: number | readonly [number, number]) =>
    typeof pixels === "number" ? ([pixels, pixels] as const) : pixels;
  const { padding } = config;
  const [rows, columns] = typeof padding === "number" ? [padding, padding] : padding;
  const [[top, bottom], [left, right]] = [both(rows), both(columns)];
  return lowering.maps("pad", [value], { padding: [top, left, bottom, right], value: 0 });
}

export const shapeLayers: Readonly<Record<string, LayerKind>> = {
  Flatten: layer(
    () => z.object({ data_format: z.nullish(z.string()) }),
    (application) => {
      requireChannelsLast(application.config.data_format, application);
      return flatten(application);
    },
  ),
  Permute: layer(() => z.object({ dims: z.array(z.int()).check(z.maxLength(8)) }), permute),
  Reshape: layer(() => z.object({ target_shape: z.array(z.int()).check(z.maxLength(8)) }), reshape),
  ZeroPadding2D: layer(
    () =>
      z.object({
        padding: z._default(
          z.union([z.int().check(z.nonnegative()), z.tuple([sides(), sides()])]),
          1,
        ),
        data_format: z.nullish(z.string()),
      }),
    zeroPadding,
  ),
};
