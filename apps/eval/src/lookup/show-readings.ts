import type { Corruption } from "@evalpool/corruptions";
import type { Graph } from "@evalpool/models";
import { loadModelShown, type DatasetChoice } from "../loading.js";
import type { ModelChoice } from "../model-choice.js";
import { requireIndex } from "../require-index.js";
import { requireWritable } from "../require-writable.js";
import { stop } from "../stop.js";
import { painter } from "../terminal/paint.js";
import { drawOn, screenOf } from "../terminal/screen.js";
import { say, type Line } from "../terminal/tell.js";
import { layerLines } from "./layer-lines.js";
import { headingOf, probabilityLines } from "./reading-lines.js";
import { readingJson } from "./reading-json.js";
import { openReadings, type Reading } from "./reading.js";
import { saveReadings } from "./save-readings.js";

/** Images to look up, and what becomes of them. */
export interface LookupRequest {
  readonly model: Omit<ModelChoice, "runtime">;
  readonly data: DatasetChoice;
  readonly corruption: Corruption | undefined;
  readonly indices: readonly number[];
  readonly output: LookupOutput;
}

interface LookupOutput {
  readonly as: "json" | "text";
  readonly hasLayers: boolean;
  /** Where they are drawn, in place of the terminal. */
  readonly file: string | undefined;
}

/**
 * Carries out `evalpool show`: reads images with a network, one after the other, and prints each.
 *
 * @throws {UsageError} when there is no such image, or the file cannot be written
 * @throws {DataError} when the network cannot be evaluated on the data set
 */
export async function showReadings(request: LookupRequest): Promise<void> {
  const { data, corruption, indices, output } = request;
  const { model: id, weights, ...options } = request.model;
  if (output.file !== undefined) await requireWritable(output.file);
  const model = await loadModelShown(id, weights, { ...options, signal: stop });
  using readings = await openReadings(model, data, corruption);
  for (const index of indices) requireIndex(readings.source, index, `image ${index}`);
  const drawn: Reading[] = [];
  for (const [i, index] of indices.entries()) {
    stop.throwIfAborted();
    // Nobody reads on, as behind `| head`.
    if (process.stdout.errored && output.file === undefined) return;
    const reading = await readings.read(index);
    if (output.file !== undefined) drawn.push({ ...reading, steps: [] });
    if (output.as === "json") {
      process.stdout.write(readingJson(reading, model.graph, output.hasLayers));
      continue;
    }
    const lines = await linesOf(reading, model.graph, output);
    say(i === 0 ? lines : ["", ...lines]);
  }
  if (output.file === undefined) return;
  await saveReadings(drawn, readings.source, output.file);
}

/** An image for people: what it is read as, what it looks like, how sure, and why. */
async function linesOf(
  reading: Reading,
  graph: Graph,
  { hasLayers, file }: LookupOutput,
): Promise<Line[]> {
  const screen = screenOf(process.stdout);
  const paint = painter(process.stdout);
  const drawn = file === undefined ? await drawOn(screen, reading.image) : [];
  return [
    headingOf(reading, screen.columns, paint),
    ...drawn,
    ...probabilityLines(reading, screen.columns, paint),
    ...(hasLayers ? ["", ...(await layerLines(graph, reading, screen))] : []),
  ];
}
