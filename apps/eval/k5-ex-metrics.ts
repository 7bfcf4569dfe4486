import { matrixFigures, mcNemarTest } from "@evalpool/metrics";

const { accuracy, accuracyInterval } = matrixFigures([
  [9, 1],
  [2, 8],
]);
console.log(accuracy, accuracyInterval.low.toFixed(3)); // ?
console.log(mcNemarTest(1, 7).pValue); // ?
