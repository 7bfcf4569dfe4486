import { required, SpecError } from "@evalpool/errors";
import type { FloatTensor, Graph, Parameters } from "@evalpool/models";
import {
  count,
  countOf,
  followersOf,
  formatParameter,
  formatWeight,
  givenName,
  settingsOf,
  valueLabel,
} from "./labels.js";
import { layoutSize, type Edge } from "./layered-layout.js";
import { stagesOf, type Stage } from "./stages.js";

/** What stands in one block, line by line. */
export interface Block {
  readonly title: string;
  /** The name that its node was given. */
  readonly name?: string;
  readonly lines: readonly string[];
  /** What follows its operation. */
  readonly followers: readonly string[];
  readonly isTrained: boolean;
}

/** A network as blocks, the input first, and which leads to which. */
export interface Blocks {
  readonly blocks: readonly Block[];
  readonly edges: readonly Edge[];
}

/** Of more blocks than that, those who want to know each parameter by name give its weights. */
const MOST_IN_DETAIL = 20;
/** Characters of a line that fit into a block. */
const LINE_LENGTH = 27;
/** Blocks, and places where edges pass by others, that a picture can hold. */
const MOST_TO_PLACE = 50_000;

/** @throws {SpecError} when there is more than can be drawn */
export function blocksOf(graph: Graph, parameters: Parameters | undefined): Blocks {
  const stages = stagesOf(graph);
  const isDetailed = parameters !== undefined || stages.length <= MOST_IN_DETAIL;
  // The input is block 0.
  const edges = stages.flatMap(({ from }, i) => from.map((giver): Edge => [giver + 1, i + 1]));
  const size = layoutSize(stages.length + 1, edges);
  if (size > MOST_TO_PLACE) {
    const [most, got] = [MOST_TO_PLACE, size].map((n) => n.toLocaleString("en-US"));
    const expected = `expected at most ${most} blocks and edges that pass by blocks`;
    throw new SpecError(graph.id, [`too much to draw: ${expected}, got ${got}; Mermaid has no bound`]); // prettier-ignore
  }
  const input = { title: "input", lines: [`gives ${valueLabel(graph.input.shape)}`] };
  return {
    blocks: [
      { ...input, followers: [], isTrained: false },
      ...stages.map((stage) => blockOf(stage, isDetailed, parameters)),
    ],
    edges,
  };
}

function blockOf(stage: Stage, isDetailed: boolean, parameters: Parameters | undefined): Block {
  const trained = countOf(stage);
  const name = givenName(stage.node);
  const named = stage.parameters.flatMap((parameter) => [
    formatParameter(parameter),
    ...(parameters ? [range(required(parameters.get(parameter.name), parameter.name))] : []),
  ]);
  return {
    title: stage.node.op,
    ...(name !== undefined && { name }),
    lines: [
      ...filled(settingsOf(stage)),
      ...(isDetailed ? named : []),
      ...(trained > 0 ? [count(trained, "parameter")] : []),
      `gives ${valueLabel(stage.output)}`,
    ],
    followers: filled(followersOf(stage).flatMap((text) => text.split(", "))),
    isTrained: trained > 0,
  };
}

/** As many in a line as fit. */
function filled(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + text.length <= LINE_LENGTH) {
      lines[lines.length - 1] = `${last}, ${text}`;
    } else {
      lines.push(text);
    }
  }
  return lines;
}

function range({ data }: FloatTensor): string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return `from ${formatWeight(low)} to ${formatWeight(high)}`;
}
