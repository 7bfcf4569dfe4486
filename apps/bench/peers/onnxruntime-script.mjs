// The whole evaluation with onnxruntime: onnxruntime-script.mjs NETWORK.onnx LABELS IMAGES
import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";

const [network, labelsFile, imagesFile] = process.argv.slice(2);
const session = await InferenceSession.create(network);
const labels = readFileSync(labelsFile).subarray(8);
const images = readFileSync(imagesFile).subarray(16);
const pixels = new Float32Array(images.length);
for (let i = 0; i < images.length; i++) pixels[i] = images[i] / 255;

const width = images.length / labels.length;
const batch = 1000;
let correct = 0;
for (let first = 0; first < labels.length; first += batch) {
  const n = Math.min(batch, labels.length - first);
  const x = pixels.subarray(first * width, (first + n) * width);
  const result = await session.run({
    [session.inputNames[0]]: new Tensor("float32", x, [n, width]),
  });
  const { data } = result[session.outputNames[0]];
  const classes = data.length / n;
  for (let row = 0; row < n; row++) {
    let best = 0;
    for (let i = 1; i < classes; i++) {
      if (data[row * classes + i] > data[row * classes + best]) best = i;
    }
    if (best === labels[first + row]) correct++;
  }
}
process.stdout.write(JSON.stringify({ accuracy: correct / labels.length }) + "\n");
