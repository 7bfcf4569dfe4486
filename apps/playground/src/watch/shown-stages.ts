import { imageShape, inferShapes, type Graph } from "@evalpool/models";
import {
  countOf,
  followersOf,
  stagesOf,
  valueLabel,
  type Stage,
} from "@evalpool/pictures/structure";
import { size } from "@evalpool/tensor";
import { describeStage } from "./describe-stage.js";
import { pictureOfFlat } from "./picture-of-flat.js";
import { nodesOf, type ShownStage } from "./shown-stage.js";

/**
 * What is shown of a network: its input, then each stage, in order.
 *
 * @throws {SpecError} when a node does not fit those before it
 */
export function shownStages(graph: Graph): readonly ShownStage[] {
  const stages = stagesOf(graph);
  const shapes = new Map(inferShapes(graph).map(({ node, output }) => [node.output, output]));
  shapes.set(graph.input.value, graph.input.shape);
  return [inputOf(graph), ...stages.map((stage, at) => shown(graph, stages, at, shapes, stage))];
}

function inputOf(graph: Graph): ShownStage {
  const { value, shape } = graph.input;
  const image = imageShape(graph);
  const pictured = image ?? shape;
  const flat = shape.length === 1 && image !== undefined ? `, as a row of ${size(shape)}` : "";
  return {
    key: value,
    title: `input ${valueLabel(pictured)}`,
    sentence: `The image that the network sees, ${valueLabel(pictured)} (channels × height × width)${flat}.`,
    shape: pictured,
    parameters: 0,
    isOfClasses: false,
  };
}

function shown(
  graph: Graph,
  stages: readonly Stage[],
  at: number,
  shapes: ReadonlyMap<string, readonly number[]>,
  stage: Stage,
): ShownStage {
  const { node, output, from } = stage;
  const inputs = node.inputs.map((name) => shapes.get(name) ?? []);
  const followers = followersOf(stage).map((follower) => `, ${follower}`);
  const taken = inputs.map(valueLabel).join(" and ");
  const isNext = from.length === 1 && from[0] === at - 1;
  const givers = from.map((giver) => (giver < 0 ? "the input" : `stage ${giver + 1}`));
  const sentence = describeStage(stage, inputs);
  const key = nodesOf(stage).at(-1)?.output ?? node.output;
  const isOutput = nodesOf(stage).some((one) => one.output === graph.output);
  return {
    key,
    title: `${node.op} ${taken} → ${valueLabel(output)}${followers.join("")}`,
    sentence: isNext ? sentence : `${sentence} It takes what ${givers.join(" and ")} gave.`,
    // A row that is an image read flat is seen as that image.
    shape: (node.op === "flatten" ? undefined : pictureOfFlat(graph, key)) ?? output,
    parameters: countOf(stage),
    isOfClasses: isOutput && output.length === 1,
    stage,
    ...(node.op === "dense" && { reads: pictureOfFlat(graph, node.inputs[0] ?? "") ?? inputs[0] }),
  };
}
