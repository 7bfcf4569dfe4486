import { required } from "@evalpool/errors";
import { imageShape, inferShapes, type Graph, type InferredNode } from "@evalpool/models";
import { countOf, followersOf, stagesOf, type Stage } from "@evalpool/pictures/structure";
import { size } from "@evalpool/tensor";
import { describeStage } from "./describe-stage.js";
import { pictureOfFlat } from "./picture-of-flat.js";
import { nodesOf, type ShownStage } from "./shown-stage.js";
import { shapeText } from "./shape-text.js";

/**
 * What is shown of a network: its input, then each stage, in order.
 *
 * @throws {SpecError} when a node does not fit those before it
 */
export function shownStages(graph: Graph): readonly ShownStage[] {
  const stages = stagesOf(graph);
  const made = new Map(inferShapes(graph).map((one) => [one.node.output, one]));
  return [inputOf(graph), ...stages.map((stage, at) => shown(graph, made, stage, at))];
}

function inputOf(graph: Graph): ShownStage {
  const { value, shape } = graph.input;
  const image = imageShape(graph);
  const pictured = image ?? shape;
  const flat = shape.length === 1 && image !== undefined ? `, as a row of ${size(shape)}` : "";
  return {
    key: value,
    title: `input ${shapeText(pictured)}`,
    sentence: `The image that the network sees, ${shapeText(pictured)} (channels × height × width)${flat}.`,
    shape: pictured,
    parameters: 0,
    isOfClasses: false,
  };
}

function shown(
  graph: Graph,
  made: ReadonlyMap<string, InferredNode>,
  stage: Stage,
  at: number,
): ShownStage {
  const { node, output, from } = stage;
  const { inputs } = required(made.get(node.output), node.output);
  const [taken = ""] = node.inputs;
  const followers = followersOf(stage).map((follower) => `, ${follower}`);
  const isNext = from.length === 1 && from[0] === at - 1;
  const givers = from.map((giver) => (giver < 0 ? "the input" : `stage ${giver + 1}`));
  const sentence = describeStage(stage, inputs);
  const key = nodesOf(stage).at(-1)?.output ?? node.output;
  const isOutput = nodesOf(stage).some((one) => one.output === graph.output);
  return {
    key,
    title: `${node.op} ${inputs.map(shapeText).join(" and ")} → ${shapeText(output)}${followers.join("")}`,
    sentence: isNext ? sentence : `${sentence} It takes what ${givers.join(" and ")} gave.`,
    // A row that is an image read flat is seen as that image.
    shape: (node.op === "flatten" ? undefined : pictureOfFlat(graph, made, key)) ?? output,
    parameters: countOf(stage),
    isOfClasses: isOutput && output.length === 1,
    stage,
    ...(node.op === "dense" && { reads: pictureOfFlat(graph, made, taken) ?? inputs[0] }),
  };
}
