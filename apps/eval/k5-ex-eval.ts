import { loadModel } from "@evalpool/checkpoints/node";
import { openDataset } from "@evalpool/data/node";
import { evaluate } from "@evalpool/eval";

const { accuracy } = await evaluate({
  model: loadModel("mlp"),
  dataset: openDataset("synthetic", "test"),
  threads: 2,
});
console.log(accuracy); // 0.9879
