import { expect, test } from "vitest";
import { softmaxCrossEntropy } from "./loss.js";
import { expectClose } from "./testing/check-layer.js";
import { numericGradient } from "./testing/numeric-gradient.js";

// logits = np.array([[1,2,3],[1000,0,-1000],[.5,.5,-.5]]); t = np.array([2,1,0])
// p = np.exp(logits-logits.max(1,keepdims=True)); p /= p.sum(1,keepdims=True)
test("gives what NumPy gives, without overflow", () => {
  const logits = Float64Array.of(1, 2, 3, 1000, 0, -1000, 0.5, 0.5, -0.5);
  const gradient = new Float64Array(9);
  const { loss, correct } = softmaxCrossEntropy(logits, [2, 1, 0], gradient, 3, 3);
  // lse = np.log(np.exp(logits-logits.max(1,keepdims=True)).sum(1))+logits.max(1)
  // (lse-logits[range(3),t]).sum()
  expect(loss).toBeCloseTo(1001.2696007685026, 12);
  expect(correct).toBe(2);
  // (p-np.eye(3)[t])/3
  const expected = [
    [0.03001019105679349, 0.08157615701826589, -0.1115863480750594],
    [0.3333333333333333, -0.3333333333333333, 0],
    [-0.19256040058282728, 0.14077293275050606, 0.05178746783232121],
  ];
  expectClose(gradient, expected.flat(), 1e-15);
});

test("the gradient is that of the mean loss", () => {
  const logits = Float64Array.from({ length: 12 }, (_, i) => 3 * Math.sin(i * i));
  const labels = [3, 0, 1];
  const gradient = new Float64Array(12);
  const loss = () => softmaxCrossEntropy(logits, labels, new Float64Array(12), 3, 4).loss / 3;
  softmaxCrossEntropy(logits, labels, gradient, 3, 4);
  expectClose(gradient, numericGradient(logits, loss));
});
