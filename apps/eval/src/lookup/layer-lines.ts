import type { Graph } from "@evalpool/models";
import type { PlanarImage } from "@evalpool/pictures";
import { layerValues, type LayerValues } from "./layer-values.js";
import { mapsOf } from "./maps-of.js";
import type { Reading } from "./reading.js";
import { wrap } from "../terminal/entry.js";
import { titleOf } from "../terminal/forward-lines.js";
import { drawOn, roomOn, type Screen } from "../terminal/screen.js";
import { strip } from "../terminal/strip.js";
import type { Line } from "../terminal/tell.js";

/** Pixels along a side of a feature map, and between two. */
const [MAP, GAP] = [14, 1];
const INDENT = "  ";

/**
 * What an image passes through: of each operation the shape that it gives, the range of its numbers,
 * and these drawn from the least to the greatest: vectors as a strip, feature maps side by side.
 */
export async function layerLines(graph: Graph, reading: Reading, screen: Screen): Promise<Line[]> {
  const { shrink } = await import("@evalpool/pictures");
  const lines = layerValues(graph, reading).map((layer) => linesOf(layer, screen, shrink));
  return (await Promise.all(lines)).flat();
}

type Shrink = (image: PlanarImage, most: number) => PlanarImage;

async function linesOf(layer: LayerValues, screen: Screen, shrink: Shrink): Promise<Line[]> {
  const { value, min, max } = layer;
  const heading = (more: string): string[] =>
    wrap(`${titleOf(layer)}, ${digits(min)} to ${digits(max)}${more}`, screen.columns);
  if (!Number.isFinite(max - min) || value.shape.length > 3) return heading("");
  if (value.shape.length < 2) {
    const { text, each } = strip(value.data, screen.columns - INDENT.length);
    return [...heading(each === 1 ? "" : `, ${each} to a sign`), (INDENT + text).trimEnd()];
  }
  const room = roomOn(screen) - INDENT.length;
  const { maps, channels } = mapsOf(layer, (map) => shrink(map, MAP), { room, gap: GAP });
  const [all = 1] = value.shape.length === 3 ? value.shape : [];
  const isPart = channels < all;
  const drawn = await drawOn(screen, maps);
  return [...heading(isPart ? `, first ${channels} channels` : ""), ...drawn.map(indented)];
}

function indented(line: Line): Line {
  return typeof line === "string" ? INDENT + line : { drawn: (INDENT + line.drawn).trimEnd() };
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
