import cnn from "@evalpool/models/checkpoints/cnn.safetensors?url";
import mlp from "@evalpool/models/checkpoints/mlp.safetensors?url";

/** Where on this host the checkpoints are that come with the zoo, by their file names. */
export const shippedWeights: ReadonlyMap<string, string> = new Map([
  ["cnn.safetensors", cnn],
  ["mlp.safetensors", mlp],
]);
