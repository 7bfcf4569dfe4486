import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import type { SyntheticFiles } from "../data/synthetic-test-set.js";

const digits = synthesizeDigits();
const files: SyntheticFiles = {
  images: encodeIdx(digits.images),
  labels: encodeIdx(digits.labels),
};
postMessage(files);
