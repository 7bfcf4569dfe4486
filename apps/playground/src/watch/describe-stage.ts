import { followersOf, type Stage } from "@evalpool/pictures/structure";
import { describeNode } from "./describe-node.js";
import { shapeText } from "./shape-text.js";

/**
 * What a stage does, in a sentence: `50 units: each the sum of 784 values times its weights, plus a
 * bias, through sigmoid.`
 *
 * @param inputs shapes of what it takes
 */
export function describeStage(stage: Stage, inputs: readonly (readonly number[])[]): string {
  const { node, output } = stage;
  const followers = followersOf(stage);
  const through = followers.length > 0 ? [`through ${followers.join(" and ")}`] : [];
  const said = [describeNode(node, inputs), ...through];
  const [channels = 1, height, width] = output;
  const given = output.length === 3 ? `, giving ${channels} maps of ${height}×${width}` : "";
  const isNew = inputs.every((input) => shapeText(input) !== shapeText(output));
  return `${said.join(", ")}${isNew ? given : ""}.`;
}
